"""artui: accounts receivable for clerks who live on the keyboard."""
