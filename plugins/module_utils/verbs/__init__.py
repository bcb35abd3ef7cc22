"""The verbs that operators type, one file each: they join the layers below and hold no rule of their own."""
