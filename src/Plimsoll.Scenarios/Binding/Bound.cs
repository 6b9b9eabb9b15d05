using System.Collections.ObjectModel;

namespace Plimsoll.Scenarios.Binding;

/// <summary>
/// A bound value that can be made again with other inputs. What does not hold a replaced input is shared, so that a
/// variant costs a lookup per input and not another reading of the scenario. Immutable.
/// </summary>
/// <param name="Value">What was bound.</param>
internal abstract record Bound(object Value)
{
    /// <summary>The value with some inputs replaced: the same object when it holds none of them.</summary>
    /// <param name="inputs">New values in base units, by path.</param>
    public abstract object With(IReadOnlyDictionary<string, double> inputs);
}

/// <summary>A value that holds no input.</summary>
internal sealed record BoundConstant(object Value) : Bound(Value)
{
    public override object With(IReadOnlyDictionary<string, double> inputs) => Value;
}

/// <summary>An input.</summary>
internal sealed record BoundInput(object Value, string Path, Func<double, object> Make) : Bound(Value)
{
    public override object With(IReadOnlyDictionary<string, double> inputs) =>
        inputs.TryGetValue(Path, out var value) ? Make(value) : Value;
}

/// <summary>A record, list or dictionary.</summary>
internal sealed record BoundParts(object Value, ReadOnlyCollection<Bound> Parts, Func<object[], object> Make)
    : Bound(Value)
{
    public static BoundParts Of(IList<Bound> parts, Func<object[], object> make) =>
        new(make([.. parts.Select(part => part.Value)]), parts.AsReadOnly(), make);

    public override object With(IReadOnlyDictionary<string, double> inputs)
    {
        object[]? values = null;
        for (var i = 0; i < Parts.Count; i++)
        {
            var value = Parts[i].With(inputs);
            if (values is null && !ReferenceEquals(value, Parts[i].Value))
                values = [.. Parts.Select(part => part.Value)];
            values?[i] = value;
        }

        return values is null ? Value : Make(values);
    }
}
