"""Changes of sub-processors as cases: whom they touch, the gates of each customer, objections, effects."""
