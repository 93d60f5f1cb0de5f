"""One person who was written down twice (I4): who looks alike and why (`likeness`, `doubles`), what one year the two
have (`one_loss`), what would become of everything (`merger_plans`), and doing it (`merging`, `folding`, `relations`).
"""
