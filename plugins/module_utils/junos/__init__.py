"""Junos itself: configuration trees and formats, hardware profiles, sessions and RPCs."""
