"""Pictures for notebooks and paper: arrays go in, matplotlib Figures come out."""
