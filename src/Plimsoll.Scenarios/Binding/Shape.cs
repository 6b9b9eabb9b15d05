using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Plimsoll.Quantities;
using Plimsoll.Scenarios.Format;
using Plimsoll.Scenarios.Loads;
using Plimsoll.Scenarios.Yaml;

namespace Plimsoll.Scenarios.Binding;

/// <summary>How one type of the format is written. The binder and the JSON schema both follow it. Immutable.</summary>
internal abstract class Shape
{
    /// <summary>The first whole year after the epoch, from which the limits before any change hold.</summary>
    private const int FirstYear = 1971;

    /// <summary>
    /// Early enough for the longest horizon and three of the longest times after it: an <c>Instant</c> ends in 2262.
    /// </summary>
    private const int LastYear = 2100;

    private static readonly string Years = $"a date such as 2026-05-06, of the years {FirstYear} to {LastYear}";

    private static readonly ConcurrentDictionary<Type, RecordShape> Records = new();

    /// <summary>Whether one scalar is enough to write it, so that the command line may set it.</summary>
    public virtual bool IsScalar => false;

    /// <summary>Binds a node; null when it is wrong, which is then reported.</summary>
    public abstract Bound? Bind(Node node, string path, BindRun run);

    /// <summary>The shape of a record.</summary>
    public static RecordShape OfRecord(Type type) => Records.GetOrAdd(type, static t => new RecordShape(t));

    /// <summary>The shape of a property's type.</summary>
    public static Shape Of(Type type, PropertyInfo property)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsGenericType)
            return OfGeneric(type, property);
        if (type.IsEnum)
            return new EnumShape(type);
        if (type == typeof(string))
            return new ScalarShape("text", "text", text => text.Length == 0 ? null : text);
        if (type == typeof(int))
            return new ScalarShape("integer", "a whole number", text => Whole(text));
        if (type == typeof(double))
            return new ScalarShape("number", "a number", text => Number(text));
        if (type == typeof(DateOnly))
            return new ScalarShape("date", Years, text => Date(text));
        if (type == typeof(ClockTime))
            return new ScalarShape("time", "a time such as 05:00", text => ClockTime.Parse(text));
        if (type == typeof(bool))
            return new ScalarShape("boolean", "true or false", text => Truth(text));
        if (type == typeof(FilePath))
            return new FilePathShape();
        if (type == typeof(UsageFile))
            return new UsageFileShape();
        return IsQuantity(type) ? OfQuantity(typeof(AmountShape<>), type, property) : OfRecord(type);
    }

    private static bool IsQuantity(Type type) => Array.Exists(
        type.GetInterfaces(), one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IQuantity<>));

    private static Shape OfQuantity(Type shape, Type quantity, PropertyInfo property) => Create(
        shape,
        quantity,
        property.IsDefined(typeof(ZeroAllowedAttribute)),
        property.IsDefined(typeof(WholeNumberAttribute)));

    private static Shape OfGeneric(Type type, PropertyInfo property)
    {
        var generic = type.GetGenericTypeDefinition();
        var argument = type.GetGenericArguments()[^1];
        if (generic == typeof(Input<>))
            return OfQuantity(typeof(InputShape<>), argument, property);
        if (type == typeof(IReadOnlyList<DayOfWeek>))
            return new DaysShape();
        var zones = property.IsDefined(typeof(ZoneNamesAttribute));
        var element = Of(argument, property);
        if (generic == typeof(IReadOnlyList<>))
            return Create(typeof(ListShape<>), argument, element);
        if (generic == typeof(IReadOnlyDictionary<,>))
            return Create(typeof(DictionaryShape<>), argument, element, zones);
        throw new NotSupportedException($"{property.DeclaringType}.{property.Name}: the format has no {type}.");
    }

    private static Shape Create(Type shape, Type argument, params object[] arguments) =>
        (Shape)Activator.CreateInstance(shape.MakeGenericType(argument), arguments)!;

    private static int? Whole(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : null;

    private static DateOnly? Date(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var value)
        && value.Year is >= FirstYear and <= LastYear
            ? value
            : null;

    private static bool? Truth(string text) => text switch { "true" => true, "false" => false, _ => null };
}
