using Plimsoll.Gateway.Exchanges;

namespace Plimsoll.Gateway.Usage;

/// <summary><c>GET /usage</c>: what a key may use, has used and has left, from the state that enforces it.</summary>
internal static class UsageRoute
{
    /// <summary>Answers for the request's own key.</summary>
    public static Task Serve(GatewayState gateway, Answer answer)
    {
        if (answer.Authenticate() is not { } key)
            return answer.RefuseKey();
        var account = gateway.Accounts.Of(key);
        var policy = gateway.Catalog.Policy;
        var now = gateway.Now;
        var states = UsageReport.States(account, policy, now);
        return answer.WriteJson(json => UsageReport.Write(json, key.Name, account.Terms, policy, states, now));
    }
}
