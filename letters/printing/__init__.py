"""From letters to paper: boxes, made, handed to a queue or a person, followed to the end, and printed again."""
