"""What the scripts that measure share: running contestants, judging them, figures."""
