"""The words of the trade: pure values and rules, no input or output, no clock."""
