"""One panel per module; :mod:`artui.screens.frame.panel` says how to write one."""
