"""What newcomers type to phi4-nano, written by hand apart from the generators: openers.jsonl and
problems.jsonl, and conversations.jsonl, where the last of several messages counts.

A line has the text, its kind, what a sensible reply is ("expect", see grading.py), the right answers if there are any,
and whether the writers of training may paraphrase it ("seen"). The other half is kept out of training.
"""
