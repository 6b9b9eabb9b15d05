using System.Collections.Frozen;

namespace Plimsoll.Gateway.Admission;

/// <summary>Bounds how many requests of each model class are in flight. Safe to share between threads.</summary>
internal sealed class FleetGate(FrozenDictionary<string, int> bounds)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> inFlight = [];

    /// <summary>Takes a place; false when the class has none left.</summary>
    public bool TryEnter(string modelClass)
    {
        lock (gate)
        {
            var count = inFlight.GetValueOrDefault(modelClass);
            if (bounds.TryGetValue(modelClass, out var bound) && count >= bound)
                return false;
            inFlight[modelClass] = count + 1;
            return true;
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Leave(string modelClass)
    {
        lock (gate)
            inFlight[modelClass]--;
    }
}
