using Plimsoll.Serving;
using Plimsoll.Supply;

namespace Plimsoll.Planning;

/// <summary>Operating points of classes on accelerator kinds, each computed once. Not thread-safe.</summary>
public sealed class EngineTable
{
    private readonly Dictionary<(string Accelerator, string Class), (OperatingPoint? Point, Obstacle? Obstacle)>
        known = [];

    /// <summary>How a class runs on an accelerator kind; null where it cannot meet its objective.</summary>
    public OperatingPoint? PointOf(Accelerator accelerator, ModelClass modelClass) =>
        Find(accelerator, modelClass).Point;

    /// <summary>Why a class cannot meet its objective on an accelerator kind; null where it can.</summary>
    public Obstacle? ObstacleOf(Accelerator accelerator, ModelClass modelClass) =>
        Find(accelerator, modelClass).Obstacle;

    private (OperatingPoint? Point, Obstacle? Obstacle) Find(Accelerator accelerator, ModelClass modelClass)
    {
        var key = (accelerator.Name, modelClass.Name);
        if (known.TryGetValue(key, out var found))
            return found;
        var point = OperatingPoint.Find(accelerator, modelClass, out var obstacle);
        known.Add(key, (point, obstacle));
        return (point, obstacle);
    }
}
