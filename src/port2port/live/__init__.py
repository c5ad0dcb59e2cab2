"""An exercise while it runs: injects at their time, observations from phones, the clock that can be paused."""
