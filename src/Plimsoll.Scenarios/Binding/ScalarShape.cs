using Plimsoll.Scenarios.Yaml;

namespace Plimsoll.Scenarios.Binding;

/// <summary>A single value without a unit.</summary>
/// <param name="kind">What the schema calls it: text, integer, number, boolean, date or time.</param>
/// <param name="expected">What messages call it.</param>
/// <param name="parse">Reads it; null when it is wrong.</param>
internal sealed class ScalarShape(string kind, string expected, Func<string, object?> parse) : Shape
{
    public string Kind => kind;

    public override bool IsScalar => true;

    public override Bound? Bind(Node node, string path, BindRun run)
    {
        if (node is ScalarNode scalar && parse(scalar.Text) is { } value)
            return new BoundConstant(value);
        run.Report(node.Place, path, $"found {node.Found}; expected {expected}");
        return null;
    }
}

/// <summary>One of a fixed set of names.</summary>
internal sealed class EnumShape(Type type) : Shape
{
    private readonly Array values = Enum.GetValues(type);

    public IReadOnlyList<string> Names { get; } = [.. Enum.GetNames(type).Select(KebabCase.Of)];

    public override bool IsScalar => true;

    public override Bound? Bind(Node node, string path, BindRun run)
    {
        var text = (node as ScalarNode)?.Text ?? "";
        for (var i = 0; i < Names.Count; i++)
        {
            if (Names[i] == text)
                return new BoundConstant(values.GetValue(i)!);
        }

        run.Report(node.Place, path, $"found {node.Found}; expected one of {string.Join(", ", Names)}"
            + NearestName.Hint(text, Names));
        return null;
    }
}

/// <summary>Days of the week: a list of English names, or one word for the usual sets.</summary>
internal sealed class DaysShape : Shape
{
    private static readonly DayOfWeek[] Weekdays =
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday];

    private static readonly DayOfWeek[] Weekends = [DayOfWeek.Saturday, DayOfWeek.Sunday];

    /// <summary>Words that stand for several days.</summary>
    public static readonly IReadOnlyDictionary<string, DayOfWeek[]> Sets = new OrderedDictionary<string, DayOfWeek[]>
    {
        ["weekdays"] = Weekdays,
        ["weekends"] = Weekends,
        ["every day"] = [.. Weekdays, .. Weekends],
    };

    /// <summary>The names of single days.</summary>
    public EnumShape Day { get; } = new(typeof(DayOfWeek));

    public override bool IsScalar => true;

    public override Bound? Bind(Node node, string path, BindRun run)
    {
        if (node is ScalarNode { Text: var text } && Sets.TryGetValue(text, out var set))
            return new BoundConstant(set);
        if (node is SequenceNode { Items.Length: > 0 } list)
        {
            var days = list.Items.Select((item, i) => Day.Bind(item, BindRun.Join(path, $"{i}"), run)).ToList();
            return days.Contains(null) ? null : new BoundConstant(days.Select(day => (DayOfWeek)day!.Value).ToArray());
        }

        var found = node is SequenceNode ? "an empty list" : node.Found;
        run.Report(node.Place, path, $"found {found}; expected {string.Join(", ", Sets.Keys)} or a list of days"
            + NearestName.Hint((node as ScalarNode)?.Text ?? "", Sets.Keys));
        return null;
    }
}
