"""Is something moving now? Watched measures, the weekly run, alarms, and a drill on simulated ports."""
