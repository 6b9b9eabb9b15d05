using System.Text.Json;
using System.Text.Json.Serialization;

namespace Plimsoll.Gateway.Administration;

/// <summary>Roles as files and the API write them: <c>read-only</c> and <c>admin</c>.</summary>
internal sealed class OperatorRoleJson()
    : JsonStringEnumConverter<OperatorRole>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
