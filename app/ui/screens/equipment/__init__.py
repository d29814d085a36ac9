"""The house that the screens of printers, scanners and devices live in: a list left, a page right, a banner below."""
