"""How many of the defects planted in a simulated landing zone the checks find, and how often they cry wolf."""
