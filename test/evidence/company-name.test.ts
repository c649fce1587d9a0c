import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isLabelOf, isRecordsName, isSameName } from "../../src/evidence/rules/company-name.ts";

const same: readonly (readonly [string, string])[] = [
  ["Acme", "Acme"],
  ["Acme", "ACME"],
  ["Acme", "Acme, Inc."],
  ["Acme Inc", "Acme Incorporated"],
  ["Acme LLC", "Acme Ltd"],
  ["Acme", "Acme GmbH"],
  ["Acme GmbH & Co. KG", "Acme"],
  ["Acme S.A.", "Acme SA"],
  ["Acme S.p.A.", "Acme"],
  ["Acme B.V.", "Acme"],
  ["Acme Pty Ltd", "Acme"],
  ["Acme Oy", "Acme Oyj"],
  ["株式会社アクメ", "アクメ"],
  ["АО Полярис Логистика", "Полярис Логистика"],
  ["ООО «Северный Ветер»", "Северный ветер"],
  ["ТОВ Київська Пекарня", "Київська пекарня"],
  ["주식회사 가람온푸드", "가람온푸드"],
  ["주식회사 가람온푸드".normalize("NFD"), "가람온푸드"],
  ["(주)가람온푸드", "가람온푸드"],
  ["㈱三日月電子", "三日月電子"],
  ["有限会社がらん堂", "がらん堂"],
  ["บริษัท สยามทอง จำกัด (มหาชน)", "สยามทอง"],
  ["שקד טכנולוגיות בע״מ", "שקד טכנולוגיות"],
  ["شركة النخيل", "النخيل"],
  ["Demirkule Yazılım San. ve Tic. A.Ş.", "Demirkule Yazılım"],
  ["Demirkule Yazılım Ltd. Şti.", "Demirkule Yazilim"],
  ["PT Nusantara Tbk", "Nusantara"],
  ["Oy Karhu Ab", "Karhu"],
  ["OÜ Meretuul", "Meretuul"],
  ["UAB Gintaras", "Gintaras"],
  ["SIA Dzintars", "Dzintars"],
  ["Modřínov Elektro, spol. s r.o.", "Modřínov Elektro"],
  ["Bursztyn Sp. z o.o. Sp. k.", "Bursztyn"],
  ["Agave S. de R.L. de C.V.", "Agave"],
  ["Pinheiro Unipessoal, Lda.", "Pinheiro"],
  ["Nordlys A/S", "Nordlys"],
  ["Công ty TNHH Sao Mai", "Sao Mai"],
  ["The Acme Company", "Acme"],
  ["Acme Group", "Acme"],
  ["Acme Holdings plc", "Acme"],
  ["Acme Technologies", "Acme"],
  ["Acme Technology", "Acme Technologies Inc."],
  ["Acme Tech", "Acme Technologies"],
  ["Acme Labs", "Acme Laboratories"],
  ["Acme Software", "Acme"],
  ["Acme UK", "Acme"],
  ["Acme Deutschland GmbH", "Acme"],
  ["Société Générale", "Societe Generale"],
  ["Müller & Söhne", "Muller & Sohne"],
  ["Groß AG", "Gross"],
  ["Ørsted", "Orsted"],
  ["Łódź Works", "Lodz Works"],
  ["Nestlé", "NESTLE S.A."],
  ["Johnson & Johnson", "Johnson and Johnson"],
  ["AT&T", "AT & T Inc."],
  ["H&M", "H & M"],
  ["Procter + Gamble", "Procter & Gamble"],
  ["McDonald's", "McDonalds Corporation"],
  ["Levi’s", "Levis"],
  ["U.S. Steel", "US Steel"],
  ["Data Dog", "Datadog"],
  ["Face-book", "Facebook"],
  ["JetBrains s.r.o.", "Jet Brains"],
  ["Booking.com", "Booking"],
  ["Acme.io", "Acme"],
  ["Acme Careers", "Acme"],
  ["Jobs at Acme", "Acme"],
  ["Acme Job Board", "Acme Inc"],
  ["Karriere Acme", "Acme"],
  ["Intl Paper", "International Paper"],
  ["Smith Bros", "Smith Brothers"],
  ["Acme Mfg Co", "Acme Manufacturing"],
  ["St. Jude", "Saint Jude"],
  ["Univ of Oslo", "University of Oslo"],
  ["University of Oslo", "Oslo University"],
  ["Bank of America", "Bank of America Corporation"],
  ["Acme®", "Acme™ Inc."],
  ["3M", "3M Company"],
  ["Open Door", "Open Door Inc"],
  ["Global Partners", "Global Partners LP"],
];

const different: readonly (readonly [string, string])[] = [
  ["Acme Health", "Acme Foods"],
  ["Acme", "Acme Health"],
  ["Acme Foods", "Acme"],
  ["Acme Labs", "Acme Technologies"],
  ["AB Foods", "Foods"],
  ["AS Watson", "Watson"],
  ["ООО Север", "ООО Юг"],
  ["주식회사 가람", "주식회사 나래"],
  ["株式会社ガルド", "株式会社カルト"],
  ["Delta", "Delta Dental"],
  ["Delta Air Lines", "Delta Dental"],
  ["Apollo Global Management", "Apollo Hospitals"],
  ["Apple", "Applebee's"],
  ["Meta", "Metabase"],
  ["Stripe", "Stripes"],
  ["United Airlines", "United Rentals"],
  ["General Electric", "General Motors"],
  ["First National Bank", "First National Insurance"],
  ["Bank of America", "Bank of Ireland"],
  ["University of Oslo", "University of Bergen"],
  ["Smith & Wesson", "Smith & Nephew"],
  ["American Airlines", "American Express"],
  ["Prime Robotics", "Prime Hydration"],
  ["Tata Consultancy Services", "Thornbury Community Services"],
  ["Hewlett Packard Enterprise", "Hans Peter Esser GmbH"],
  ["Pulse", "Pulse Energy"],
  ["Acme UK", "Beta UK"],
  ["Acme Group", "Beta Group"],
  ["Acme GmbH", "Beta GmbH"],
  ["Careers", "Acme"],
  ["", "Acme"],
  ["Inc", "Ltd"],
];

describe("two names", () => {
  it.each(same)("are one company's: %s, %s", (a, b) => {
    expect([isSameName(a, b), isSameName(b, a)]).toEqual([true, true]);
  });

  it.each(different)("are two companies': %s, %s", (a, b) => {
    expect([isSameName(a, b), isSameName(b, a)]).toEqual([false, false]);
  });

  it("compare alike both ways, and each with itself", () => {
    const name = fc.array(
      fc.constantFrom(
        "Acme",
        "Health",
        "Foods",
        "Labs",
        "Group",
        "Inc",
        "GmbH",
        "UK",
        "of",
        "&",
        "Jobs",
        "é",
      ),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(name, name, (one, other) => {
        const [a, b] = [one.join(" "), other.join(" ")];
        expect(isSameName(a, b)).toBe(isSameName(b, a));
      }),
    );
  });
});

describe("a name that the vendor tells", () => {
  const record = { company: "International Business Machines", label: "ibm", own: [] };
  it.each([
    ["IBM", record, "same"],
    ["International Business Machines (IBM)", { company: "IBM", label: "ibm", own: [] }, "same"],
    ["Thornbury Community Services", { company: "TCS", label: "tcs", own: [] }, "different"],
    ["Hans Peter Esser GmbH", { company: "HPE", label: "hpe", own: [] }, "different"],
    ["Acme Health", { company: "Acme", label: "acmehealth", own: [] }, "same"],
    ["Acme Foods", { company: "Acme", label: "acmehealth", own: [] }, "different"],
    ["Acme", { company: "Zenith Robotics", label: "getacme", own: [] }, "same"],
    ["Acme", { company: "Zenith Robotics", label: "zenith", own: ["Acme Ltd."] }, "same"],
    ["Acme (formerly Beta)", { company: "Beta", label: "beta", own: [] }, "same"],
    ["Acme, a Gamma company", { company: "Gamma", label: "gamma", own: [] }, "different"],
    ["Acme by Gamma", { company: "Acme", label: "acme", own: [] }, "same"],
    ["Acme (UK)", { company: "Beta (UK)", label: "beta", own: [] }, "different"],
    ["Beta Ltd t/a Acme", { company: "Acme", label: "acme", own: [] }, "same"],
    ["Careers | Acme", { company: "Acme", label: "acme", own: [] }, "same"],
    ["Careers", record, "unclear"],
    ["Current openings", record, "unclear"],
    ["CIS", { company: "Cisco", label: "cisco", own: [] }, "different"],
  ] as const)("%s", (told, names, expected) => {
    expect(isRecordsName(told, names)).toBe(expected);
  });
});

it.each([
  ["acme", "Acme, Inc.", true],
  ["acme-robotics", "Acme Robotics", true],
  ["acmerobotics", "Acme Robotics GmbH", true],
  ["getacme", "Acme", true],
  ["acmehq", "Acme", true],
  ["tryacme", "Acme", true],
  ["acmefoods", "Acme", false],
  ["acm", "Acme", false],
  ["openai", "Open", false],
] as const)("reads the label %s against %s", (label, name, expected) => {
  expect(isLabelOf(label, name)).toBe(expected);
});
