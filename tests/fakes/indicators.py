"""A pack that scores by indicators, published to a laptop."""

from datetime import date

from app.services.desk import Desk
from tests.fakes.rulebooks import arrive, trust

PACK = """
[pack]
name = { zh = "指标县", en = "Indicator county" }
version = 1
effective = 2020-01-01
base = "default"
[words.indicator]
capital = { zh = "合同引资", en = "Contract capital" }
share = { zh = "合同引资完成率", en = "Contract capital, share of target" }
place = { zh = "签约名次", en = "Place by signings" }
started = { zh = "开工项目", en = "Projects started" }
[indicators]
cases = '''
| id | measure | per | method | full | base | span | step | cap | source |
| capital | contract_capital | - | efficacy | 40 | 60 | 40 | - | - | default |
| share | contract_capital | contract_capital_target | share | 30 | - | - | - | 120 | default |
| place | signed | - | ranks | 20 | - | - | 5 | - | default |
| started | started | - | steps | 10 | - | - | - | - | default |
'''
[indicator_steps]
cases = '''
| id | indicator | from | points | source |
| one | started | 1 | 10 | default |
'''
"""


def score_by_indicators(desk: Desk) -> None:
    """Let the desk go by the pack."""
    trust(desk.store)
    arrive(desk.store, "pack", "indicator_county", {"pack.toml": PACK}, effective=date(2020, 1, 1))
