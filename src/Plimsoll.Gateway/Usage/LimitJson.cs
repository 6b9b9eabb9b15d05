using System.Text.Json;
using Plimsoll.Gateway.Admission;
using Plimsoll.Gateway.Dialects;
using Plimsoll.Limits;

namespace Plimsoll.Gateway.Usage;

/// <summary>One limit as JSON, the same wherever it is told.</summary>
internal static class LimitJson
{
    /// <summary>Writes where the limit is kept and its state as members of the object that is open.</summary>
    public static void Write(Utf8JsonWriter json, in LimitState state, Account account)
    {
        var isUnlimited = WireAmount.IsUnlimited(state);
        json.WriteString("level", LimitNames.Of(state.Level));
        json.WriteString("scope", account.At(state.Level)?.Path.Name);
        json.WriteString("set", state.Set);
        json.WriteString("limit_name", state.Terms.Name);
        json.WriteString("class", state.Class);
        json.WriteString("unit", LimitNames.Unit(state.Kind));
        WriteAmount(json, "limit", state.Kind, state.Limit, isUnlimited);
        WriteAmount(json, "used", state.Kind, state.Used, isUnknown: false);
        WriteAmount(json, "reserved", state.Kind, state.Reserved, isUnknown: false);
        WriteAmount(json, "remaining", state.Kind, state.Remaining, isUnlimited);
        if (isUnlimited)
            json.WriteNull("utilization");
        else
            json.WriteNumber("utilization", WireAmount.Percent(state));
        json.WriteString("resets_at", state.ResetsAt is { } reset ? WireTime.Rfc3339(reset) : null);
    }

    private static void WriteAmount(Utf8JsonWriter json, string name, LimitKind kind, long amount, bool isUnknown)
    {
        if (isUnknown)
            json.WriteNull(name);
        else
            json.WriteNumber(name, WireAmount.InUnit(kind, amount));
    }
}
