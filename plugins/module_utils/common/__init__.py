"""What every layer stands on: errors with a place and a remedy, and the clock that all waiting goes through."""
