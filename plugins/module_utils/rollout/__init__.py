"""Plan, calendar, approval, wave transaction and journal."""
