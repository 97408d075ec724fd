"""One run, stage by stage: settings, the run lock, and what ties COLLECT, REFINE, KEEP and TELL together."""
