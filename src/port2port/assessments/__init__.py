"""How far a facility is: rounds, answers, peer reviews, and bands in which nobody can be found."""
