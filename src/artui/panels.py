"""Every panel by its fast-path names: a menu number, panel ids of the source programs, words."""

from __future__ import annotations

_PAYMENT = "artui.screens.payment_entry:PaymentEntry"

PANELS: dict[str, str] = {
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
    # Customers, vouchers, prompts
    "prompt.customer": "artui.screens.prompts:CustomerPrompt",
    "prompt.document": "artui.screens.prompt_lists:DocumentPrompt",
    "prompt.bank_account": "artui.screens.prompt_lists:BankAccountPrompt",
    "prompt.reason": "artui.screens.prompt_lists:ReasonPrompt",
    "prompt.terms": "artui.screens.prompt_lists:TermsPrompt",
    "prompt.company": "artui.screens.prompt_lists:CompanyPrompt",
    "prompt.user": "artui.screens.prompt_lists:UserPrompt",
    # Policies and master data
    "ars098": "artui.screens.tolerances:Tolerances",
    "tolerances": "artui.screens.tolerances:Tolerances",
}
"""Fast-path name in lower case to ``module:Class``; modules are imported when first opened."""
