using System.Reflection;
using System.Runtime.CompilerServices;
using Plimsoll.Scenarios.Format;
using Plimsoll.Scenarios.Validation;
using Plimsoll.Scenarios.Yaml;

namespace Plimsoll.Scenarios.Binding;

/// <summary>A record of the format: its properties in kebab case are the keys.</summary>
internal sealed class RecordShape(Type type) : Shape
{
    public Type Type => type;

    /// <summary>The keys, in the order of declaration: a record's own before those of its base.</summary>
    public IReadOnlyList<Key> Keys { get; } =
    [
        .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .OrderBy(property => property.DeclaringType != type)
            .ThenBy(property => property.MetadataToken)
            .Select(property => new Key(
                KebabCase.Of(property.Name),
                property,
                Of(property.PropertyType, property),
                property.IsDefined(typeof(RequiredMemberAttribute))))
    ];

    /// <summary>One key of a record.</summary>
    public sealed record Key(string Name, PropertyInfo Property, Shape Shape, bool Required);

    public override Bound? Bind(Node node, string path, BindRun run)
    {
        if (node is not MappingNode mapping)
        {
            var found = type.IsDefined(typeof(NeverShownAttribute)) ? "something else" : node.Found;
            run.Report(node.Place, path, $"found {found}; expected a mapping of {Names()}");
            return null;
        }

        RefuseUnknown(mapping, path, run);
        var right = true;
        var keys = new List<Key>();
        var values = new List<Bound>();
        foreach (var key in Keys)
        {
            if (mapping.Child(key.Name) is not { } child)
            {
                if (key.Required)
                    run.Report(mapping.Place, path, $"the key '{key.Name}' is missing");
                right &= !key.Required;
            }
            else if (Bind(key, child, BindRun.Join(path, key.Name), run) is { } value)
            {
                keys.Add(key);
                values.Add(value);
            }
            else
                right = false;
        }

        var bound = BoundParts.Of(values, parts => Make(keys, parts));
        Rules.Check(bound.Value, keys.Select(key => key.Name), new RuleScope(mapping, path, run));
        return right ? bound : null;
    }

    private static Bound? Bind(Key key, Node child, string path, BindRun run)
    {
        var before = run.Inputs.Count;
        var bound = key.Shape.Bind(child, path, run);
        if (key.Property.IsDefined(typeof(FootprintOnlyAttribute)))
        {
            for (var i = before; i < run.Inputs.Count; i++)
                run.Inputs[i] = run.Inputs[i] with { IsFootprintOnly = true };
        }

        return bound;
    }

    private void RefuseUnknown(MappingNode mapping, string path, BindRun run)
    {
        var names = Keys.Select(key => key.Name).ToList();
        foreach (var entry in mapping.Entries)
        {
            if (entry.Key == "evidence")
                run.Evidence.Check(entry.Value, path);
            else if (!names.Contains(entry.Key))
            {
                run.Report(entry.KeyPlace, path,
                    $"'{entry.Key}' is no key here{NearestName.Hint(entry.Key, names)}; keys: {Names()}");
            }
        }
    }

    private string Names() => string.Join(", ", Keys.Select(key => key.Name));

    private object Make(List<Key> keys, object[] values)
    {
        var instance = Activator.CreateInstance(type)!;
        for (var i = 0; i < values.Length; i++)
            keys[i].Property.SetValue(instance, values[i]);
        return instance;
    }
}
