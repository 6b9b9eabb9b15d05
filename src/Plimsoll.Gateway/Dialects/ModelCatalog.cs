using System.Collections.Frozen;
using Plimsoll.Gateway.Admission;
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

    /// <summary>
    /// Names of the models that an account may use, in alphabetical order: those that every tier of its path includes.
    /// </summary>
    public IReadOnlyList<string> ModelsOf(Account account)
    {
        var tiers = account.Scopes.SelectMany(scope => scope.Sets)
            .Select(set => Policy.Tiers.GetValueOrDefault(set)).OfType<TierTerms>().ToList();
        return
        [
            .. classes.Where(p => tiers.TrueForAll(tier => tier.Rates.ContainsKey(p.Value.Name)))
                .Select(p => p.Key)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>The answer to a request for a model that no class has.</summary>
    public ErrorAnswer Unknown(string model)
    {
        var hint = Nearest(model) is { } nearest ? $" (the nearest known name is {nearest})" : "";
        return new ErrorAnswer(ErrorKind.UnknownModel, $"model: {model}{hint}", "model");
    }

    /// <summary>
    /// The known name that takes the fewest edits to make of <paramref name="model"/>; null when there are none.
    /// </summary>
    private string? Nearest(string model) =>
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
