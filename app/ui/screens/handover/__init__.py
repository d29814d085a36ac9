"""The hand-over screen and its regions: the pile, what is still to come, the closed list, the day's open ends."""
