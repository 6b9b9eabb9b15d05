using System.Text.Json;
using Plimsoll.Gateway.Exchanges;

namespace Plimsoll.Gateway.Usage;

/// <summary>What a key may use, has used and has left, from the state that enforces it.</summary>
internal static class UsageRoute
{
    /// <summary><c>GET /usage</c>: answers for the request's own key.</summary>
    public static Task Serve(GatewayState gateway, Answer answer) =>
        Serve(gateway, answer, "usage", UsageReport.Write);

    /// <summary><c>GET /api/oauth/usage</c>: the same in the shape that clients of subscriptions know.</summary>
    public static Task ServeAccountDocument(GatewayState gateway, Answer answer) =>
        Serve(gateway, answer, "account", AccountDocument.Write);

    private static async Task Serve(
        GatewayState gateway, Answer answer, string document, Action<Utf8JsonWriter, AccountReading> write)
    {
        if (answer.Authenticate() is not { } account)
        {
            await answer.RefuseKey();
            return;
        }

        if (gateway.Leases is { } leases)
            await leases.Refresh(account.Path);
        var (read, age) = gateway.Readings.Of(
            account.Key.Name, document, gateway.Now, json => write(json, AccountReading.Of(gateway, account)));
        answer.TellAge(age);
        await answer.WriteJson(json => json.WriteRawValue(read, skipInputValidation: true));
    }
}
