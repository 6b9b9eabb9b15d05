using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Plimsoll.Footprint.Requests;
using Plimsoll.Gateway.Admission;
using Plimsoll.Limits;
using Plimsoll.Quantities;

namespace Plimsoll.Gateway.Footprints;

/// <summary>
/// Keeps what the requests of each account caused in the calendar month, UTC, as far as this gateway served them since
/// it started. Safe to share between threads.
/// </summary>
internal sealed class FootprintDesk
{
    /// <summary>Header by which a client asks to be told, and is told.</summary>
    public const string Header = "plimsoll-footprint";

    private readonly ConcurrentDictionary<string, FootprintTotal> totals = new(StringComparer.Ordinal);

    /// <summary>Whether a client asks to be told what its request causes.</summary>
    public static bool IsAsked(HttpRequest request) => request.Headers.ContainsKey(Header);

    /// <summary>Accounts a request; null: the rates do not know its class.</summary>
    /// <param name="rates">What requests cause.</param>
    /// <param name="account">Who asked.</param>
    /// <param name="site">Where it was served; null: nobody said.</param>
    /// <param name="modelClass">Its class.</param>
    /// <param name="usage">What it used.</param>
    /// <param name="now">When.</param>
    public RequestFootprint? Account(
        FootprintRates rates, Account account, string? site, string modelClass, in TokenUsage usage, Instant now)
    {
        var (cached, computed) = (usage.CacheRead.Value, usage.AllInput.Value - usage.CacheRead.Value);
        var place = site is not null && rates.Of(site, modelClass) is not null ? site : "";
        var caused = rates.Of(place, modelClass, computed, cached, usage.Output.Value, now);
        if (caused is { } known)
        {
            totals.GetOrAdd(account.Home.Path.Name, static _ => new FootprintTotal())
                .Add(rates, modelClass, known, now);
        }

        return caused;
    }

    /// <summary>What an account caused in the month; null: nothing yet.</summary>
    public FootprintTotal? TotalOf(Account account) => totals.GetValueOrDefault(account.Home.Path.Name);
}
