"""What a camera sees, for whoever looks: beside the order, and on the screen of scanners."""
