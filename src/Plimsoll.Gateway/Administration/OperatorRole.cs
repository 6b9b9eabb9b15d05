using System.Text.Json.Serialization;

namespace Plimsoll.Gateway.Administration;

/// <summary>What an operator may do; each role may also do what those before it may.</summary>
[JsonConverter(typeof(OperatorRoleJson))]
public enum OperatorRole
{
    /// <summary>Looks at everything and previews changes, and changes nothing.</summary>
    ReadOnly = 1,

    /// <summary>Changes everything.</summary>
    Admin = 2,
}
