"""Thousands of pairs judged at once by the rules of `blocks` and `scoring`: each rule is asked once for all who look
the same to it (`looks`, `tables`); the answers stand in columns, become points, and a board answers about two people.
"""
