using Plimsoll.Evidence;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Format;
using Plimsoll.Scenarios.Yaml;

namespace Plimsoll.Scenarios.Binding;

/// <summary>A number with a unit and evidence.</summary>
internal abstract class InputShape(Dimension dimension, bool zeroAllowed, InputForm form) : Shape
{
    /// <summary>Keys of the long form.</summary>
    public static readonly IReadOnlyList<string> Keys =
        ["value", "low", "mid", "high", "evidence", "source", "date", "note"];

    public Dimension Dimension => dimension;

    public bool ZeroAllowed => zeroAllowed;

    /// <summary>Whether it says where it comes from.</summary>
    public virtual bool HasEvidence => true;

    public override bool IsScalar => true;

    protected abstract object Make(double inBaseUnit);

    /// <summary>The value as the quantity keeps it, in base units.</summary>
    protected abstract double Round(double inBaseUnit);

    public override Bound? Bind(Node node, string path, BindRun run)
    {
        var before = run.Diagnostics.Count;
        var (low, mid, high) = node switch
        {
            MappingNode mapping => Range(mapping, path, run),
            _ => Number(node, path, run) is { } value ? (value, value, value) : (0, 0, 0),
        };
        var provenance = run.Evidence.Of(node, path);
        if (run.Diagnostics.Count > before || provenance is null)
            return null;
        run.Inputs.Add(new InputRecord(path, dimension.BaseUnit, low, mid, high, provenance) { Form = form });
        return new BoundInput(Make(mid), path, Make);
    }

    private (double Low, double Mid, double High) Range(MappingNode mapping, string path, BindRun run)
    {
        foreach (var entry in mapping.Entries.Where(entry => !Keys.Contains(entry.Key)))
        {
            run.Report(entry.KeyPlace, path, $"'{entry.Key}' is no key of a number{NearestName.Hint(entry.Key, Keys)}; "
                + $"keys: {string.Join(", ", Keys)}");
        }

        var single = mapping.Child("value");
        var middle = mapping.Child("mid");
        if ((single is null) == (middle is null))
        {
            run.Report(mapping.Place, path, single is null
                ? "has neither 'value' nor 'mid': expected 'value', "
                    + "or 'mid' with 'low' and 'high' where sources disagree"
                : "has both 'value' and 'mid': keep one of them");
            return default;
        }

        var mid = Number(single ?? middle!, path, run);
        var low = mapping.Child("low") is { } lowest ? Number(lowest, path, run) : mid;
        var high = mapping.Child("high") is { } highest ? Number(highest, path, run) : mid;
        if (low > mid || mid > high)
        {
            run.Report(mapping.Place, path, $"low, mid and high have to ascend; "
                + $"found {Written(mapping, "low")}{(single ?? middle)!.Found}{Written(mapping, "high")}");
        }

        return (low ?? 0, mid ?? 0, high ?? 0);
    }

    private static string Written(MappingNode mapping, string key) => (key, mapping.Child(key)) switch
    {
        (_, null) => "",
        ("low", var node) => $"{node.Found}, ",
        (_, var node) => $", {node.Found}",
    };

    protected double? Number(Node node, string path, BindRun run)
    {
        double value = 0;
        var problem = node is ScalarNode scalar
            ? Read(scalar.Text, out value)
            : $"found {node.Found}; expected {QuantityText.WithArticle(dimension)}, "
                + $"such as '{QuantityText.Example(dimension)}'";
        if (problem is null)
            return value;
        run.Report(node.Place, path, problem);
        return null;
    }

    private string? Read(string text, out double value)
    {
        if (QuantityText.Read(text, dimension, out value) is { } problem)
            return problem;
        var written = value;
        try
        {
            value = Round(value);
        }
        catch (OverflowException)
        {
            return $"found '{text}'; this is too large for {QuantityText.WithArticle(dimension)}";
        }

        if (!double.IsFinite(value))
            return $"found '{text}'; this is too large for {QuantityText.WithArticle(dimension)}";
        if (written > 0 && value == 0)
        {
            return $"found '{text}'; this is too small for {QuantityText.WithArticle(dimension)} and would be kept as "
                + $"zero; expected more{(zeroAllowed ? ", or 0 itself" : "")}";
        }

        if (value < 0 || (value == 0 && !zeroAllowed))
            return $"found '{text}'; expected {(zeroAllowed ? "zero or more" : "more than zero")}";
        if (form == InputForm.Whole && value % 1 != 0)
            return $"found '{text}'; expected a whole number";
        return form == InputForm.Share && value > 1 ? $"found '{text}'; expected at most 100 %" : null;
    }
}

internal class InputShape<T>(bool zeroAllowed, bool isWhole)
    : InputShape(T.Dimension, zeroAllowed, FormOf(isWhole))
    where T : struct, IQuantity<T>
{
    protected override object Make(double inBaseUnit) => new Input<T>(T.FromBaseUnit(inBaseUnit));

    protected override double Round(double inBaseUnit) => T.FromBaseUnit(inBaseUnit).InBaseUnit;

    private static InputForm FormOf(bool isWhole) =>
        isWhole ? InputForm.Whole : typeof(T) == typeof(Share) ? InputForm.Share : InputForm.Amount;
}

/// <summary>A number with a unit and no evidence: a setting, which is true because it is written.</summary>
internal sealed class AmountShape<T>(bool zeroAllowed, bool isWhole) : InputShape<T>(zeroAllowed, isWhole)
    where T : struct, IQuantity<T>
{
    public override bool HasEvidence => false;

    public override Bound? Bind(Node node, string path, BindRun run) =>
        Number(node, path, run) is { } value ? new BoundConstant(T.FromBaseUnit(value)) : null;
}
