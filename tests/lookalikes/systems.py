"""Listings of the usual finance systems, a few lines each, with the habits of each."""

from __future__ import annotations

#: SAP KSB1: a title block, trailing minus, subtotal rows with stars and a grand total, a period 013.
SAP = """\
Display Actual Cost Line Items for Cost Centers,,,,,,,,,,
,,,,,,,,,,
,Cost Ctr,Cost element,Cost element name,Postg Date,Per,DocTyp,RefDocNo,Name,Off.acct name,Val.in rep.cur.
,30410,420100,Residential care,02.04.2012,001,KR,5100012340,April placements,Moorland Care,"1,234.50"
,30410,420100,Residential care,09.04.2012,001,KG,5100012341,Credit note,Moorland Care,234.50-
*,30410,420100,Residential care,,,,,,,"1,000.00"
,30410,500010,Salaries,30.04.2012,001,ZP,9100000007,J Bloggs 0001234 basic pay,Payroll control,"2,000.00"
,30410,420100,Residential care,30.04.2012,001,ZA,9200000001,April accrual,,500.00
,30410,420100,Residential care,02.04.2013,013,SA,9300000001,Year end adjustment,,10.00
*,30410,500010,Salaries,,,,,,,"2,510.00"
**,,,,,,,,,,"3,510.00"
"""

SAP_RULES = """\
poolbook: rules/1
sources:
  sap: {layout: sap_ksb1, dates: [dd/mm/yyyy]}
rules:
  - {when: {cost_centre: "30410", cost_element: "42*"}, scheme: residential}
  - {when: {cost_centre: "30410", cost_element: "5000*"}, scheme: other}
"""

#: Oracle: codes joined by dots, debit and credit apart, periods by name, sources Payables to Purchasing.
ORACLE = """\
Period Name,Source,Category,Batch,Journal,Line,Accounting flexfield,Supplier,Invoice,Posted,Debit,Credit
APR-12,Payables,Purchase Invoices,B1,J1,1,01.7700.5210.0000.00,Aire Homes,INV1,05-APR-2012,1000.00,
APR-12,Payables,Purchase Invoices,B1,J1,2,01.7700.5210.0000.00,Aire Homes,INV2,05-APR-2012,,250.00
APR-12,Receivables,Sales Invoices,B2,J2,1,01.7700.4100.0000.00,Clients,AR1,11-APR-2012,,300.00
APR-12,AutoReversal,Accrual,B3,J3,1,01.7700.5210.0000.00,,,30-APR-2012,75.00,0.00
MAY-12,Purchasing,Order,B4,J4,1,01.7700.5210.0000.00,Aire Homes,PO77,02-MAY-2012,40.00,
"""

ORACLE_RULES = """\
poolbook: rules/1
sources:
  trust: {layout: oracle_ebs, codes: [cost_centre, subjective], incurred_by: TRUST}
rules:
  - {when: {cost_centre: "7700", subjective: "52*"}, scheme: residential}
  - {when: {cost_centre: "7700", subjective: "41*"}, scheme: residential, account: client_income}
"""

#: Agresso: a fiscal period number, signed amounts, a text with a line break in it, an opening balance.
AGRESSO = """\
TT;TransNo;Trans.date;Period;Account;Account(T);Cost Centre;Project;Text;Amount;AP/AR ID(T)
IB;90001;01/04/2012;201201;4200;Care;C10;P1;Balance brought forward;999.99;
PI;10001;03/04/2012;201201;4200;Care;C10;P1;"Placement
week one";100.10;Moorland Care
PR;10002;30/04/2012;201201;1000;Pay;C10;P1;Mrs A Person;2000.00;
AR;10003;30/04/2012;201202;8000;Charges;C10;P1;Client charge;-50.00;
"""

AGRESSO_RULES = """\
poolbook: rules/1
sources:
  unit4: {layout: agresso}
rules:
  - {when: {cost_centre: C10, account: "8*"}, scheme: other, account: client_income}
  - {when: {cost_centre: C10}, scheme: home_care}
"""

#: Civica: the code in two halves, a commitment among the actuals, an opening balance row.
CIVICA = """\
Date,Transaction Type,Journal No,Ledger Code,Ref 1,Ref 2,Account Code,Account Name,Narrative,Amount
01-Apr-12,Opening Balance,,AB12/3400,,,,,Balance b/f,500.00
04-Apr-12,Invoice,J100,AB12/3400,R1,,S01,Aire Homes,April,120.00
05-Apr-12,Order,J101,AB12/3400,R2,,S01,Aire Homes,May,80.00
06-Apr-12,Recharge,J102,AB12/9000,R3,,,,Office space,15.55
"""

CIVICA_RULES = """\
poolbook: rules/1
sources:
  civica: {layout: civica}
rules:
  - {when: {cost_centre: AB12, detail: "3*"}, scheme: residential, contract: K1}
  - {when: {cost_centre: AB12, detail: "9*"}, scheme: other}
"""

NHS = """\
Department family,Entity,Date paid,Expense type,Expense area,Supplier,Transaction number,Amount (GBP)
Department of Health,A Trust,12/04/2012,Continuing care,Learning disability,Aire Homes,880001,"26,000.00"
Department of Health,A Trust,12/04/2012,Continuing care,Learning disability,Aire Homes,880001,"-1,000.00"
Department of Health,A Trust,25/04/2012,Rent,Estates,Landlord plc,880002,£30000
"""

NHS_RULES = """\
poolbook: rules/1
sources:
  nhs: {layout: nhs_spend, incurred_by: TRUST}
rules:
  - {when: {expense_type: "Continuing care"}, scheme: residential}
  - {when: {expense_type: Rent}, ignore: not of the fund}
"""

#: A trial balance: totals in line, a credit in brackets.
TRIAL = """\
Cost centre,Account,Description,Opening,Debit,Credit,Closing
C10,4200,Care,0.00,"1,000.00",100.00,900.00
C10,8000,Charges,0.00,0.00,50.00,(50.00)
,,Total C10,0.00,"1,000.00",150.00,850.00
C20,4200,Care,0.00,20.00,0.00,20.00
,,Grand total,0.00,"1,020.00",150.00,870.00
"""

ACTUALS = """\
Cost centre,Account,Description,Budget,Actual,Commitment,Variance
C10,4200,Care,"12,000.00","1,500.00",300.00,"10,200.00"
C10,8000,Charges,(600.00),(50.00),0.00,(550.00)
,,Grand total,"11,400.00","1,450.00",300.00,"9,650.00"
"""

TRIAL_RULES = """\
poolbook: rules/1
sources:
  tb: {layout: trial_balance, repeats: cumulative}
rules:
  - {when: {account: "42*"}, scheme: residential}
  - {when: {account: "80*"}, scheme: residential, account: client_income}
"""

JOURNAL = """\
layer,debit,credit,amount,scheme,partner,contract,period,description
actual,cash_at_host,contributions,"£1,000.00",,TRUST,,1,First instalment
actual,cash_at_host,contributions,500,,COUNCIL,,1,First instalment
budget,spend,contributions,200.00,residential,TRUST,,2,Virement 1
commitment,spend,creditors,99.99,home_care,,K7,P03,Contract K7 let
"""
