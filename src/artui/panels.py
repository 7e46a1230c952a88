"""Every panel by its fast-path names: a menu number, panel ids of the source programs, words."""

from __future__ import annotations

_PAYMENT = "artui.screens.payment_entry:PaymentEntry"
_ACCOUNT = "artui.screens.account:Account"
_RECEIPT_WRITE_OFFS = "artui.screens.receipt_write_offs:ReceiptWriteOffs"
_VOUCHERS = "artui.screens.vouchers:Vouchers"
_CLEANUP = "artui.screens.cleanup:Cleanup"
_RECEIPTS = "artui.screens.receipts_home:ReceiptsHome"

PANELS: dict[str, str] = {
    "menu": "artui.screens.menu:Menu",
    "armenu": "artui.screens.menu:Menu",
    # Payment entry
    "1": _PAYMENT,
    "ars110": _PAYMENT,
    "gls110": _PAYMENT,
    "ars105": _PAYMENT,
    "ars110/e": _PAYMENT,
    "ars110/f": "artui.screens.open_items:OpenItems",
    "ars110/q": "artui.screens.quick_entry:QuickEntry",
    "ars110/h": "artui.screens.partial_payment:PartialPayment",
    "ars110/k": "artui.screens.cash_discount:CashDiscount",
    "arwhy/f": "artui.screens.why_payment:WhyPayment",
    # A/R clean-up
    "4": _CLEANUP,
    "arcu20": _CLEANUP,
    "cleanup": _CLEANUP,
    "arcu20/2": "artui.screens.cleanup_sheets:CleanupWays",
    "arcu20/r": "artui.screens.cleanup_sheets:CleanupResult",
    "arcu20/w": "artui.screens.cleanup_sheets:CleanupWhy",
    "arcu20/x": "artui.screens.cleanup_sheets:CleanupDryRun",
    "15": _RECEIPTS,
    "receipts": _RECEIPTS,
    "arrc10": _RECEIPTS,
    "rcbatches": "artui.screens.batches:Batches",
    "arrc10/b": "artui.screens.batches:Batches",
    "arrc10/n": "artui.screens.batch_forms:OpenBatch",
    "arrc10/c": "artui.screens.batch_forms:BatchControl",
    "prompt.batch": "artui.screens.batch_prompt:BatchPrompt",
    # Receipt write-offs
    "5": _RECEIPT_WRITE_OFFS,
    "arrw30": _RECEIPT_WRITE_OFFS,
    "rwo": _RECEIPT_WRITE_OFFS,
    "arrw30/a": "artui.screens.automatic_write_offs:AutomaticWriteOffs",
    "arrw30/c": "artui.screens.recommendation_change:RecommendationChange",
    # Write-offs
    "3": "artui.screens.candidates:Candidates",
    "505": "artui.screens.candidates:Candidates",
    "ar505000": "artui.screens.candidates:Candidates",
    "ar505000/x": "artui.screens.write_off_dry_run:WriteOffDryRun",
    "ar505000/r": "artui.screens.write_off_result:WriteOffResult",
    "arwhy/c": "artui.screens.why_candidate:WhyCandidate",
    # Journal batches
    "batches": "artui.screens.journal_batches:JournalBatches",
    "arjb65": "artui.screens.journal_batches:JournalBatches",
    # Customers, vouchers, prompts
    "7": _ACCOUNT,
    "arca40": _ACCOUNT,
    "document": "artui.screens.document:DocumentPanel",
    "9": _VOUCHERS,
    "arvo60": _VOUCHERS,
    "arvo60/d": "artui.screens.voucher:VoucherPanel",
    "reversal": "artui.screens.reversal:Reversal",
    "prompt.customer": "artui.screens.prompts:CustomerPrompt",
    "prompt.document": "artui.screens.prompt_lists:DocumentPrompt",
    "prompt.bank_account": "artui.screens.prompt_lists:BankAccountPrompt",
    "prompt.reason": "artui.screens.prompt_lists:ReasonPrompt",
    "prompt.terms": "artui.screens.prompt_lists:TermsPrompt",
    "prompt.company": "artui.screens.prompt_lists:CompanyPrompt",
    "prompt.currency": "artui.screens.prompt_lists:CurrencyPrompt",
    "prompt.rate": "artui.screens.rate_prompt:RatePrompt",
    "prompt.word": "artui.screens.word_prompt:WordPrompt",
    "prompt.user": "artui.screens.prompt_lists:UserPrompt",
    # Approvals
    "8": "artui.screens.approvals:Approvals",
    "arap50": "artui.screens.approvals:Approvals",
    "prompt.several": "artui.screens.several_prompt:SeveralPrompt",
    "arap30": "artui.screens.approvals:Approvals",
    "approvals": "artui.screens.approvals:Approvals",
    "delegate": "artui.screens.delegation:Delegation",
    "arap50/d": "artui.screens.delegation:Delegation",
    "changes": "artui.screens.master.changes:Changes",
    "arpo90/w": "artui.screens.master.changes:Changes",
    # Audit
    "verify": "artui.screens.proof:Proof",
    "arvf81": "artui.screens.proof:Proof",
    # Drafts and help
    "drafts": "artui.screens.drafts:Drafts",
    "ars110/d": "artui.screens.drafts:Drafts",
    "help": "artui.screens.help:HelpPanel",
    "help.index": "artui.screens.help_index:HelpIndex",
    # Policies and master data
    "ars098": "artui.screens.master.tolerances:Tolerances",
    "tolerances": "artui.screens.master.tolerances:Tolerances",
    "parameters": "artui.screens.master.parameters:ParametersPanel",
    "arpo95": "artui.screens.master.parameters:ParametersPanel",
    "reasons": "artui.screens.master.reasons:Reasons",
    "arpo90/r": "artui.screens.master.reasons:Reasons",
    "terms": "artui.screens.master.terms:Terms",
    "arpo90/t": "artui.screens.master.terms:Terms",
    "users": "artui.screens.master.users:Users",
    "arpo90/u": "artui.screens.master.users:Users",
    "companies": "artui.screens.master.companies:Companies",
    "arpo90/c": "artui.screens.master.companies:Companies",
    "branches": "artui.screens.master.branches:Branches",
    "arpo90/b": "artui.screens.master.branches:Branches",
    "divisions": "artui.screens.master.divisions:Divisions",
    "arpo90/d": "artui.screens.master.divisions:Divisions",
    "banks": "artui.screens.master.bank_accounts:BankAccounts",
    "arpo90/a": "artui.screens.master.bank_accounts:BankAccounts",
    "roles": "artui.screens.master.roles:Roles",
    "arpo90/g": "artui.screens.master.roles:Roles",
    "duties": "artui.screens.master.duties:Duties",
    "arpo90/v": "artui.screens.master.duties:Duties",
    "periods": "artui.screens.master.periods:Periods",
    "arpo90/p": "artui.screens.master.periods:Periods",
    "arpo90/pc": "artui.screens.master.period_close:ClosePeriod",
    "arpo90/po": "artui.screens.master.period_reopen:ReopenPeriod",
    "rates": "artui.screens.master.rates:Rates",
    "arpo90/x": "artui.screens.master.rates:Rates",
    "rules": "artui.screens.master.rules:Rules",
    "arpo90/j": "artui.screens.master.rules:Rules",
    "schedules": "artui.screens.master.schedules:Schedules",
    "arpo90/s": "artui.screens.master.schedules:Schedules",
    "exceptions": "artui.screens.master.exceptions:ExceptionRules",
    "arpo90/e": "artui.screens.master.exceptions:ExceptionRules",
    "14": "artui.screens.master.policies:PolicyMenu",
    "arpo90": "artui.screens.master.policies:PolicyMenu",
    "policies": "artui.screens.master.policies:PolicyMenu",
}
"""Fast-path name in lower case to ``module:Class``; modules are imported when first opened."""

WITHIN = frozenset({"ars110/f", "ars110/q", "ars110/h", "ars110/k", "arwhy/f"})
"""Names only panels go by: these go on with a payment that another panel began."""
