"""Write-offs: by hand, from lists, by the clean-up and by rules, within authority."""
