namespace Plimsoll.Limits.Metering;

/// <summary>Numbers for the names that requests speak of. A name keeps its number for the book's life.</summary>
internal sealed class BookNames
{
    private const int MostTraits = 64;

    private readonly List<string> classes = [];
    private readonly Dictionary<string, int> classNumbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> products = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ulong> traits = new(StringComparer.Ordinal);

    /// <summary>Model classes in the order of their numbers.</summary>
    public IReadOnlyList<string> Classes => classes;

    /// <summary>Number of a model class.</summary>
    public int Class(string name)
    {
        if (!classNumbers.TryGetValue(name, out var number))
        {
            classNumbers[name] = number = classes.Count;
            classes.Add(name);
        }

        return number;
    }

    /// <summary>Number of a model class that has one; else one that no class has.</summary>
    public int KnownClass(string name) => classNumbers.GetValueOrDefault(name, -1);

    /// <summary>Number of a product; 0 is that of none.</summary>
    public int Product(string name)
    {
        if (!products.TryGetValue(name, out var number))
            products[name] = number = products.Count + 1;
        return number;
    }

    /// <summary>Bit of a trait.</summary>
    /// <exception cref="InvalidOperationException">There are 64 already.</exception>
    public ulong Trait(string name)
    {
        if (traits.TryGetValue(name, out var bit))
            return bit;
        if (traits.Count == MostTraits)
            throw new InvalidOperationException($"Trait '{name}' is one more than the {MostTraits} a book holds.");
        return traits[name] = 1UL << traits.Count;
    }
}
