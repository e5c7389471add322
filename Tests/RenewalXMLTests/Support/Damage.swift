import Foundation
import RenewalTestSupport
import Testing

/// A way to damage a real package, and the reason for which it must be refused.
struct Damage: CustomTestStringConvertible, Sendable {
    let name: String
    let file: String
    /// What is replaced, once, and with what.
    let old: String
    let new: String
    /// What xmllint says.
    let judge: String
    /// What we say.
    let ours: String

    var testDescription: String { name }

    init(_ name: String, _ file: String, _ old: String, _ new: String, judge: String, ours: String) {
        (self.name, self.file, self.old, self.new, self.judge, self.ours) = (name, file, old, new, judge, ours)
    }

    private static let record = #"<record id="8e2f3780-6a51-ec11-8c62-000d3a1f529f">"#
    private static let goal = #"<field name="autocoe_goalname" value="Cost Savings through Automation" />"#

    /// What a schema can see, and we too.
    static let all: [Damage] = [
        Damage(
            "no timestamp", "data.xml", #" timestamp="2022-10-13T22:57:17.9129018Z""#, "",
            judge: "The attribute 'timestamp' is required but missing", ours: "expected the attribute timestamp"),
        Damage(
            "a timestamp without a fraction", "data.xml", "22:57:17.9129018Z", "22:57:17Z",
            judge: "is not an element of the set|is not accepted by the pattern", ours: "expected an instant such as"),
        Damage(
            "a table without a name", "data.xml", #"<entity name="autocoe_automationproject" "#, "<entity ",
            judge: "The attribute 'name' is required but missing", ours: "expected the attribute name"),
        Damage(
            "a table twice", "data.xml", #"<entity name="autocoe_automationproject" displayname="Automation Project">"#,
            #"<entity name="autocoe_automationcorporategoals" displayname="Automation Corporate Goals">"#,
            judge: "Duplicate key-sequence", ours: "expected each table once"),
        Damage(
            "an id that is none", "data.xml", record, #"<record id="8e2f3780">"#,
            judge: "is not accepted by the pattern", ours: "expected a GUID such as"),
        Damage(
            "a record without an id", "data.xml", record, "<record>",
            judge: "The attribute 'id' is required but missing",
            ours: "expected the attribute id"),
        Damage(
            "a record twice", "data.xml", "ae55a4ea-cb51-ec11-8c62-000d3a534b21\">",
            "8e2f3780-6a51-ec11-8c62-000d3a1f529f\">", judge: "Duplicate key-sequence", ours: "expected each row once"
        ),
        Damage(
            "a field without a value", "data.xml", goal, #"<field name="autocoe_goalname" />"#,
            judge: "The attribute 'value' is required but missing", ours: "expected the attribute value"),
        Damage(
            "a field without a name", "data.xml", goal, #"<field value="x" />"#,
            judge: "The attribute 'name' is required but missing", ours: "expected the attribute name"),
        Damage(
            "a field twice", "data.xml", goal, goal + goal, judge: "Duplicate key-sequence",
            ours: "expected each column once in a record"),
        Damage(
            "an attribute too many", "data.xml", goal, goal.replacingOccurrences(of: " />", with: #" label="x" />"#),
            judge: "The attribute 'label' is not allowed", ours: "found the attribute \"label\""),
        Damage(
            "text in a record", "data.xml", goal, "text",
            judge: "Character content other than whitespace is not allowed",
            ours: "found text; expected <field>"),
        Damage(
            "another element in a record", "data.xml", goal, "<value />", judge: "This element is not expected",
            ours: "found <value>; expected <field>"),
        Damage(
            "no relations", "data.xml", "<m2mrelationships />", "", judge: "Missing child element",
            ours: "expected <m2mrelationships>"),
        Damage(
            "a target that is no id", "data.xml", "<targetid>032a41ca-6251-ec11-8c62-000d3a1f529f",
            "<targetid>032a41ca", judge: "is not accepted by the pattern", ours: "found \"032a41ca\"; expected a GUID"),
        Damage(
            "a cut", "data.xml", "</entities>", "", judge: "Premature end of data", ours: "expected well-formed XML"),
        Damage(
            "an unknown type", "data_schema.xml", #"name="autocoe_application" type="string""#,
            #"name="autocoe_application" type="text""#, judge: "is not an element of the set",
            ours: "expected a type: string"),
        Damage(
            "a column twice", "data_schema.xml", #"name="autocoe_application""#, #"name="autocoe_auditlogid""#,
            judge: "Duplicate key-sequence", ours: "expected each column once"),
        Damage(
            "an object type code that is no number", "data_schema.xml", #"etc="10198""#, #"etc="1e4""#,
            judge: "is not accepted by the pattern", ours: "expected a whole number"),
        Damage(
            "a name in upper case", "data_schema.xml", #"name="autocoe_application""#, #"name="Autocoe_Application""#,
            judge: "is not accepted by the pattern", ours: "expected a logical name in lower case"),
        Damage(
            "neither true nor false", "data_schema.xml", #"disableplugins="false""#, #"disableplugins="no""#,
            judge: "is not an element of the set", ours: "expected true or false"),
        Damage(
            "no relationships", "data_schema.xml", "<relationships />", "",
            judge: "This element is not expected|Missing",
            ours: "expected <relationships>"),
    ]

    /// What no schema of one document can see.
    static let oursAlone: [Damage] = [
        Damage(
            "a table that is not declared", "data.xml", #"name="autocoe_automationproject""#, #"name="autocoe_other""#,
            judge: "", ours: "expected a table that data_schema.xml declares"),
        Damage(
            "a column that is not declared", "data.xml", goal, #"<field name="autocoe_other" value="x" />"#, judge: "",
            ours: "expected a column that data_schema.xml declares"),
        Damage(
            "a number that is none", "data.xml", #"value="1439243""#, #"value="many""#, judge: "",
            ours: "expected a whole number of 32 bits"),
        Damage(
            "a boolean in lower case", "data.xml", #"value="True""#, #"value="true""#, judge: "",
            ours: "expected True or False"),
        Damage(
            "a reference without a table", "data.xml", #" lookupentity="systemuser""#, "", judge: "",
            ours: "expected the GUID of a row, with lookupentity"),
        Damage(
            "a day that the calendar lacks", "data.xml", "2021-11-29T23:17:22", "2021-02-29T23:17:22", judge: "",
            ours: "expected an instant such as"),
        Damage(
            "no primary key", "data_schema.xml", #" primaryKey="true""#, "", judge: "",
            ours: "with primaryKey=\"true\""),
    ]

    /// A copy of the real package, damaged so.
    func apply(in folder: TemporaryFolder) throws {
        for name in ["[Content_Types].xml", "data.xml", "data_schema.xml"] {
            var text = String(decoding: try SharedData.bytes("\(SharedData.sample)/\(name)"), as: UTF8.self)
            if name == file {
                struct NotThere: Error { var text: String }
                guard let range = text.range(of: old) else { throw NotThere(text: old) }
                text.replaceSubrange(range, with: new)
            }
            try folder.write(text, to: name)
        }
    }
}
