using Plimsoll.Gateway.Exchanges;

namespace Plimsoll.Gateway.Usage;

/// <summary>What a key may use, has used and has left, from the state that enforces it.</summary>
internal static class UsageRoute
{
    /// <summary><c>GET /usage</c>: answers for the request's own key.</summary>
    public static Task Serve(GatewayState gateway, Answer answer)
    {
        if (answer.Authenticate() is not { } account)
            return answer.RefuseKey();
        var reading = AccountReading.Of(gateway, account);
        return answer.WriteJson(json => UsageReport.Write(json, reading));
    }

    /// <summary><c>GET /api/oauth/usage</c>: the same in the shape that clients of subscriptions know.</summary>
    public static Task ServeAccountDocument(GatewayState gateway, Answer answer)
    {
        if (answer.Authenticate() is not { } account)
            return answer.RefuseKey();
        var reading = AccountReading.Of(gateway, account);
        return answer.WriteJson(json => AccountDocument.Write(json, reading));
    }
}
