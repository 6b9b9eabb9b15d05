using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Plimsoll.Gateway.Dialects;

/// <summary>A part of a list, as the query of a request asks for it.</summary>
/// <param name="Items">The part, in the order of the list.</param>
/// <param name="HasMore">Whether the list goes on in the direction that was asked for.</param>
/// <typeparam name="T">Type of its items.</typeparam>
internal sealed record ListPage<T>(IReadOnlyList<T> Items, bool HasMore)
{
    /// <summary>The first item's id; null: there are no items.</summary>
    public string? FirstId(Func<T, string> id) => Items.Count > 0 ? id(Items[0]) : null;

    /// <summary>The last item's id; null: there are no items.</summary>
    public string? LastId(Func<T, string> id) => Items.Count > 0 ? id(Items[^1]) : null;
}

/// <summary>How a route's query asks for a part of a list.</summary>
/// <param name="After">Name of the parameter behind whose id the part begins.</param>
/// <param name="Before">Name of the one before whose id it ends; null: there is none.</param>
/// <param name="Usual">Items in a part where the query does not say.</param>
/// <param name="Most">Most items in a part.</param>
internal sealed record PageTerms(string After, string? Before, int Usual, int Most)
{
    /// <summary>As Anthropic has it.</summary>
    public static PageTerms Anthropic { get; } = new("after_id", "before_id", 20, 1000);

    /// <summary>The part of a list that a query asks for, or all that is wrong with the query.</summary>
    public bool TryPage<T>(
        IReadOnlyList<T> all,
        Func<T, string> id,
        IQueryCollection query,
        [NotNullWhen(true)] out ListPage<T>? page,
        [NotNullWhen(false)] out ErrorAnswer? refusal)
    {
        List<string> errors = [];
        var limit = Limit(query, errors);
        var after = IndexOf(After, all, id, query, errors);
        var before = Before is null ? null : IndexOf(Before, all, id, query, errors);
        if (after is not null && before is not null)
            errors.Add($"{Before}: is given beside {After}; expected one of both.");
        page = errors.Count > 0 ? null
            : before is { } end ? Ending(all, end, limit)
            : Beginning(all, after + 1 ?? 0, limit);
        refusal = page is null ? new ErrorAnswer(ErrorKind.Malformed, string.Join(' ', errors)) : null;
        return page is not null;
    }

    private static ListPage<T> Beginning<T>(IReadOnlyList<T> all, int start, int limit) =>
        new([.. all.Skip(start).Take(limit)], all.Count - start > limit);

    private static ListPage<T> Ending<T>(IReadOnlyList<T> all, int end, int limit)
    {
        var start = Math.Max(0, end - limit);
        return new([.. all.Skip(start).Take(end - start)], start > 0);
    }

    private int Limit(IQueryCollection query, List<string> errors)
    {
        var text = query["limit"].ToString();
        if (text.Length == 0)
            return Usual;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            && limit >= 1 && limit <= Most)
        {
            return limit;
        }

        errors.Add($"limit: found '{Shown(text)}'; expected a whole number from 1 to {Most}.");
        return Usual;
    }

    private static int? IndexOf<T>(
        string name, IReadOnlyList<T> all, Func<T, string> id, IQueryCollection query, List<string> errors)
    {
        var sought = query[name].ToString();
        if (sought.Length == 0)
            return null;
        for (var i = 0; i < all.Count; i++)
        {
            if (id(all[i]) == sought)
                return i;
        }

        errors.Add($"{name}: there is no '{Shown(sought)}'.");
        return null;
    }

    private static string Shown(string text) => text.Length > 80 ? text[..80] + "…" : text;
}
