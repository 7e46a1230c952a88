"""Programs that apply by themselves: matching, automatic application, zero clearing."""
