"""What all subjects ask: who may do what, in which stage, what a name looks like, what a refusal is."""
