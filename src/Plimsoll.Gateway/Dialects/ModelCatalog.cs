using System.Collections.Frozen;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Dialects;

/// <summary>Which class each model name of one policy version belongs to. Safe to share between threads.</summary>
internal sealed class ModelCatalog
{
    private readonly FrozenDictionary<string, ClassTerms> classes;

    /// <summary>The catalog of one version.</summary>
    public ModelCatalog(Policy policy)
    {
        Policy = policy;
        classes = policy.Classes.Values
            .SelectMany(c => c.Models.Select(m => (Model: m, Class: c)))
            .ToFrozenDictionary(p => p.Model, p => p.Class);
    }

    /// <summary>The version.</summary>
    public Policy Policy { get; }

    /// <summary>The class of a model; null when no class has it.</summary>
    public ClassTerms? ClassOf(string model) => classes.GetValueOrDefault(model);

    /// <summary>Names of the models that an account may use, in alphabetical order.</summary>
    public IReadOnlyList<string> ModelsOf(AccountTerms terms)
    {
        var tier = terms.Tier is null ? null : Policy.Tiers.GetValueOrDefault(terms.Tier);
        return
        [
            .. classes.Where(p => terms.Tier is null || tier?.Rates.ContainsKey(p.Value.Name) == true)
                .Select(p => p.Key)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>
    /// The known name that takes the fewest edits to make of <paramref name="model"/>; null when there are none.
    /// </summary>
    public string? Nearest(string model) =>
        classes.Keys.Order(StringComparer.Ordinal).MinBy(known => Distance(known, model));

    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
