using Microsoft.AspNetCore.Http;
using Plimsoll.Gateway.Configuration;
using Plimsoll.Gateway.Exchanges;
using Plimsoll.Gateway.Routing;

namespace Plimsoll.Gateway.Administration;

/// <summary>Which path beneath <c>/admin/</c> leads where.</summary>
internal static class OperatorRoutes
{
    /// <summary>Serves a request.</summary>
    public static Task Serve(GatewayState gateway, HttpContext http, Answer answer) =>
        (http.Request.Method, http.Request.Path.Value) switch
        {
            ("POST", "/admin/reset") => new AdminRoutes(gateway, http, answer).Reset(),
            ("POST", "/admin/overage") => new AdminRoutes(gateway, http, answer).Overage(),
            ("GET", "/admin/keys") => new KeyRoutes(gateway, http, answer).List(),
            ("POST", "/admin/keys") => new KeyRoutes(gateway, http, answer).Create(),
            ("POST", "/admin/keys/rotate") => new KeyRoutes(gateway, http, answer).Rotate(),
            ("POST", "/admin/keys/revoke") => new KeyRoutes(gateway, http, answer).Revoke(),
            ("POST", "/admin/keys/limit") => new KeyRoutes(gateway, http, answer).Limit(),
            ("GET", "/admin/scopes") => new ScopeRoutes(gateway, http, answer).List(),
            ("POST", "/admin/scopes") => new ScopeRoutes(gateway, http, answer).Change(),
            ("GET", "/admin/policy") => new PolicyRoutes(gateway, http, answer).Tell(),
            ("PUT", "/admin/policy") => new PolicyRoutes(gateway, http, answer).Replace(),
            ("POST", "/admin/policy/preview") => new PolicyRoutes(gateway, http, answer).Preview(),
            ("GET", "/admin/audit") => new AuditRoute(gateway, http, answer).Tell(),
            ("POST", "/admin/reload") => new ReloadRoute(gateway, http, answer).Serve(),
            ("GET", UpstreamRoutes.Path) => new UpstreamRoutes(gateway, http, answer).List(),
            ("POST", { } path) when path.StartsWith(UpstreamRoutes.Path + "/", StringComparison.Ordinal) =>
                new UpstreamRoutes(gateway, http, answer).Change(),
            _ => answer.Refuse(Routes.Unknown(http.Request)),
        };
}
