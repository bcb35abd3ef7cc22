"""Device models to Junos text through the roles' templates."""
