using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Plimsoll.Evidence;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Binding;
using Plimsoll.Scenarios.Format;

namespace Plimsoll.Scenarios.Schema;

/// <summary>
/// The JSON schemas of scenario, adequacy and gateway files, for editors: derived from the same records as the reader.
/// </summary>
public sealed class ScenarioSchema
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly XmlDocs docs = new(typeof(ScenarioSpec).Assembly, typeof(Dimension).Assembly);
    private readonly SortedDictionary<string, JsonObject> definitions = new(StringComparer.Ordinal);

    /// <summary>The records right below the top, which may be spread over several files like the top itself.</summary>
    private readonly HashSet<Shape> top;

    private readonly RecordShape root;

    private readonly bool hasEvidence;

    private ScenarioSchema(Type type, bool hasEvidence = true)
    {
        this.hasEvidence = hasEvidence;
        root = Shape.OfRecord(type);
        top = [.. root.Keys.Select(key => key.Shape)];
    }

    /// <summary>
    /// The schema as text, JSON Schema 2020-12: the same bytes on every call. It asks for no key at the top or right
    /// below it, because an included file holds only a part of a scenario; <c>plimsoll check</c> reports what is
    /// missing.
    /// </summary>
    public static string Generate() =>
        new ScenarioSchema(typeof(ScenarioSpec)).Write("scenario", "plimsoll check");

    /// <summary>The schema of adequacy files, likewise.</summary>
    public static string GenerateForAdequacy() =>
        new ScenarioSchema(typeof(AdequacySpec)).Write("study", "plimsoll adequacy");

    /// <summary>The schema of a gateway's configuration, likewise.</summary>
    public static string GenerateForGateway() =>
        new ScenarioSchema(typeof(GatewaySpec), hasEvidence: false).Write("gateway", "plimsoll check");

    private string Write(string what, string command)
    {
        var properties = Inputs();
        properties.Insert(0, "include", Include());
        foreach (var key in root.Keys)
            properties[key.Name] = Of(key);
        var schema = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = $"Plimsoll {what}",
            ["description"] = $"{docs.Of(root.Type)} No key is required at the top or right below it, because an "
                + $"included file holds a part of a {what}; '{command}' reports what is missing from the whole.",
            ["type"] = "object",
            ["properties"] = properties,
            ["additionalProperties"] = false,
            ["$defs"] = new JsonObject(
                definitions.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value))),
        };
        return schema.ToJsonString(Indented) + "\n";
    }

    private JsonObject Of(RecordShape.Key key)
    {
        var schema = Of(key.Shape);
        if (docs.Of(key.Property) is { Length: > 0 } description)
            schema["description"] = description;
        return schema;
    }

    private JsonObject Of(Shape shape) => shape switch
    {
        RecordShape record => Reference(KebabCase.Of(record.Type.Name), () => Record(record)),
        InputShape { HasEvidence: false } amount => Value(amount),
        InputShape input => Reference(InputName(input), () => Input(input)),
        DictionaryShape names => new JsonObject
        {
            ["type"] = "object",
            ["properties"] = Inputs(),
            ["patternProperties"] = new JsonObject { [$"^(?!evidence$){names.NamePattern[1..]}"] = Of(names.Element) },
            ["additionalProperties"] = false,
        },
        ListShape list => new JsonObject { ["type"] = "array", ["items"] = Of(list.Element) },
        EnumShape names => Names(names.Names),
        DaysShape days => new JsonObject
        {
            ["anyOf"] = new JsonArray(
                Names(DaysShape.Sets.Keys),
                new JsonObject { ["type"] = "array", ["minItems"] = 1, ["items"] = Of(days.Day) }),
        },
        ScalarShape scalar => Scalar(scalar.Kind),
        UsageFileShape or FilePathShape => new JsonObject { ["type"] = "string" },
        _ => throw new NotSupportedException($"The schema has no form for {shape}."),
    };

    private static JsonObject Scalar(string kind) => kind switch
    {
        "integer" or "number" or "boolean" => new JsonObject { ["type"] = kind },
        "date" => new JsonObject { ["type"] = "string", ["pattern"] = @"^\d{4}-\d{2}-\d{2}$" },
        "time" => new JsonObject { ["type"] = "string", ["pattern"] = @"^\d{2}:\d{2}$" },
        _ => new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") },
    };

    private JsonObject Record(RecordShape record)
    {
        var properties = Inputs();
        foreach (var key in record.Keys)
            properties[key.Name] = Of(key);
        var schema = new JsonObject
        {
            ["description"] = docs.Of(record.Type),
            ["type"] = "object",
            ["properties"] = properties,
            ["additionalProperties"] = false,
        };
        var required = record.Keys.Where(key => key.Required).Select(key => (JsonNode)key.Name).ToArray();
        if (required.Length > 0 && !top.Contains(record))
            schema["required"] = new JsonArray(required);
        return schema;
    }

    private static string InputName(InputShape input) =>
        $"{input.Dimension.Name.Replace(' ', '-')}{(input.ZeroAllowed ? "-or-zero" : "")}";

    /// <summary>What stands beside inputs and says where they come from.</summary>
    private JsonObject Inputs() =>
        hasEvidence ? new JsonObject { ["evidence"] = Reference("evidence", Evidence) } : [];

    private JsonObject Input(InputShape input)
    {
        var value = Value(input);
        var properties = new JsonObject();
        foreach (var key in InputShape.Keys.TakeWhile(key => key != "evidence"))
            properties[key] = value.DeepClone();
        properties["evidence"] = Reference("evidence", Evidence);
        AddSourceKeys(properties);
        return new JsonObject
        {
            ["description"] = $"A {input.Dimension.Name}, {(input.ZeroAllowed ? "zero or more" : "above zero")}. "
                + $"Units: {QuantityText.Units(input.Dimension)}.",
            ["anyOf"] = new JsonArray(value, new JsonObject
            {
                ["type"] = "object",
                ["properties"] = properties,
                ["additionalProperties"] = false,
                ["oneOf"] = new JsonArray(Requires("value"), Requires("mid")),
            }),
        };
    }

    private JsonObject Value(InputShape input)
    {
        var symbols = input.Dimension.Symbols.ToList();
        var units = string.Join('|', symbols.Where(symbol => symbol.Length > 0)
            .Select(symbol => Regex.Escape(symbol).Replace(@"\ ", " +", StringComparison.Ordinal)));
        var bare = symbols.Contains("");
        var least = input.ZeroAllowed ? "minimum" : "exclusiveMinimum";
        var text = new JsonObject
        {
            ["type"] = "string",
            ["pattern"] = $@"^\d+(\.\d+)?([eE][+-]?\d+)? *({units}){(bare ? "?" : "")}$",
        };
        var scalar = bare
            ? new JsonArray(text, new JsonObject { ["type"] = "number", [least] = 0 })
            : new JsonArray(text);
        return Reference($"{InputName(input)}-value", () => new JsonObject { ["anyOf"] = scalar });
    }

    private static JsonObject Evidence()
    {
        var kinds = Enum.GetNames<EvidenceKind>().Select(KebabCase.Of).ToList();
        var properties = new JsonObject { ["kind"] = Names(kinds) };
        AddSourceKeys(properties);
        return new JsonObject
        {
            ["description"] = "Where the inputs below come from, unless they say so themselves. "
                + "Reported and measured ones need a source.",
            ["anyOf"] = new JsonArray(Names(kinds), new JsonObject
            {
                ["type"] = "object",
                ["properties"] = properties,
                ["required"] = new JsonArray("kind"),
                ["additionalProperties"] = false,
            }),
        };
    }

    private static void AddSourceKeys(JsonObject properties)
    {
        properties["source"] = Described(Scalar("text"), "Name of an entry of 'sources'.");
        properties["date"] = Described(Scalar("date"), "Day the source says it.");
        properties["note"] = Described(Scalar("text"), "The figure as reported, the formula, or why it is assumed.");
    }

    private static JsonObject Include() => Described(
        new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } },
        "Files whose keys are merged into this one; paths are relative to it.");

    private static JsonObject Described(JsonObject schema, string description)
    {
        schema["description"] = description;
        return schema;
    }

    private static JsonObject Requires(string key) => new() { ["required"] = new JsonArray(key) };

    private static JsonObject Names(IEnumerable<string> names) =>
        new() { ["enum"] = new JsonArray([.. names.Select(name => (JsonNode)name)]) };

    private JsonObject Reference(string name, Func<JsonObject> define)
    {
        if (!definitions.ContainsKey(name))
        {
            definitions[name] = [];
            definitions[name] = define();
        }

        return new JsonObject { ["$ref"] = $"#/$defs/{name}" };
    }
}
