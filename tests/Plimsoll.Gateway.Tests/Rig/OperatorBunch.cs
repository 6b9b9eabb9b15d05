using Plimsoll.Gateway.Administration;

namespace Plimsoll.Gateway.Tests.Rig;

/// <summary>Operators' keys by name, in a ring that grows.</summary>
internal sealed class OperatorBunch
{
    private readonly Dictionary<string, string> keys = [];

    public OperatorRing Ring { get; private set; } = OperatorRing.Empty;

    public string this[string name] => keys[name];

    public OperatorBunch Admin(string name) => Add(name, OperatorRole.Admin);

    public OperatorBunch Reader(string name) => Add(name, OperatorRole.ReadOnly);

    private OperatorBunch Add(string name, OperatorRole role)
    {
        (Ring, keys[name]) = Ring.Add(name, role, GatewayRig.Start);
        return this;
    }
}
