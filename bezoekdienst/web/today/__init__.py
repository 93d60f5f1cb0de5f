"""What needs me today: the rules that find it (pure), what they may look at, and how that is gathered."""
