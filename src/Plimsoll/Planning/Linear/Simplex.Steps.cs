namespace Plimsoll.Planning.Linear;

/// <content>One exchange: which variable enters, how far it goes, which one leaves.</content>
internal sealed partial class Simplex
{
    private readonly List<Turn> turns = [];
    private int rayColumn = -1;
    private double rayDirection;

    /// <summary>A bound that a variable of the basis reaches after a step.</summary>
    /// <param name="Step">Length of the step.</param>
    /// <param name="Position">Position of the variable in the basis.</param>
    /// <param name="Bound">The bound.</param>
    private readonly record struct Turn(double Step, int Position, double Bound);

    /// <summary>After as many steps without gain, the lowest numbers are taken, which cannot go in a circle.</summary>
    private bool Stalls => stalled > rows + 50;

    private double Short(int j) => value[j] < lower[j]
        ? lower[j] - value[j] > Feasibility * (1 + Math.Abs(lower[j])) ? -1 : 0
        : value[j] > upper[j] && value[j] - upper[j] > Feasibility * (1 + Math.Abs(upper[j])) ? 1 : 0;

    /// <summary>Works out prices; whether of what is missing, because something is.</summary>
    private bool FindPrices()
    {
        var repairs = false;
        for (var k = 0; k < rows; k++)
            repairs |= (prices[k] = Short(basis[k])) != 0;
        for (var k = 0; k < rows && !repairs; k++)
            prices[k] = cost[basis[k]];
        factors.Backward(prices);
        for (var j = 0; j < all; j++)
            reduced[j] = isBasic[j] ? 0 : (repairs ? 0 : cost[j]) - matrix.Dot(j, prices);
        return repairs;
    }

    private int Entering(bool repairs)
    {
        var (best, most) = (-1, 0.0);
        for (var j = 0; j < all; j++)
        {
            if (isBasic[j] || lower[j] == upper[j] || !Improves(j))
                continue;
            if (Stalls)
                return j;
            var gain = reduced[j] * reduced[j] / norms[j];
            if (gain > most)
                (best, most) = (j, gain);
        }

        return best;
    }

    private bool Improves(int j) =>
        (reduced[j] < -Optimality && value[j] < upper[j]) || (reduced[j] > Optimality && value[j] > lower[j]);

    /// <summary>Moves a variable as far as it pays; false when there is no end to it.</summary>
    private bool Advance(int entering, bool repairs)
    {
        Array.Clear(direction);
        matrix.Subtract(entering, -1, direction);
        factors.Forward(direction);
        var sign = reduced[entering] < 0 ? 1.0 : -1.0;
        var range = upper[entering] - lower[entering];
        var turn = repairs ? RepairingTurn(entering, sign) : FirstTurn(sign);
        if (turn.Position < 0 && double.IsInfinity(range))
        {
            (rayColumn, rayDirection) = (entering, sign);
            return repairs
                ? throw new InvalidOperationException("What is missing cannot fall without end.")
                : false;
        }

        var flips = turn.Position < 0 || range <= turn.Step;
        var step = flips ? range : turn.Step;
        for (var k = 0; k < rows; k++)
            value[basis[k]] -= sign * step * direction[k];
        stalled = step * Math.Abs(reduced[entering]) > Optimality ? 0 : stalled + 1;
        if (flips)
        {
            value[entering] = sign > 0 ? upper[entering] : lower[entering];
            return true;
        }

        value[entering] += sign * step;
        var leaving = basis[turn.Position];
        value[leaving] = turn.Bound;
        isBasic[leaving] = false;
        isBasic[entering] = true;
        basis[turn.Position] = entering;
        factors.Exchange(turn.Position, direction);
        return true;
    }

    /// <summary>
    /// The first bound that is reached, in two passes after Harris (1973): of those within a tolerance of the first,
    /// the one with the largest pivot.
    /// </summary>
    private Turn FirstTurn(double sign)
    {
        var reach = double.PositiveInfinity;
        for (var k = 0; k < rows; k++)
        {
            if (Math.Abs(direction[k]) > LeastPivot)
                reach = Math.Min(reach, (Room(k, sign) + (Stalls ? 0 : Feasibility / 2)) / Math.Abs(direction[k]));
        }

        var best = new Turn(double.PositiveInfinity, -1, 0);
        for (var k = 0; k < rows; k++)
        {
            var pivot = Math.Abs(direction[k]);
            var step = Room(k, sign) / pivot;
            if (pivot <= LeastPivot || double.IsInfinity(step) || !(step <= reach))
                continue;
            var isBetter = best.Position < 0 || (Stalls
                ? basis[k] < basis[best.Position]
                : pivot > Math.Abs(direction[best.Position]));
            if (isBetter)
                best = new Turn(Math.Max(0, step), k, sign * direction[k] > 0 ? lower[basis[k]] : upper[basis[k]]);
        }

        return best;
    }

    private double Room(int k, double sign) => sign * direction[k] > 0
        ? value[basis[k]] - lower[basis[k]]
        : upper[basis[k]] - value[basis[k]];

    /// <summary>
    /// While something is missing, a bound that is reached makes a step pay less but need not end it: bounds are passed
    /// in order until it no longer pays.
    /// </summary>
    private Turn RepairingTurn(int entering, double sign)
    {
        turns.Clear();
        for (var k = 0; k < rows; k++)
        {
            var j = basis[k];
            if (Math.Abs(direction[k]) <= LeastPivot)
                continue;
            var falls = sign * direction[k] > 0;
            var (near, far) = falls ? (upper[j], lower[j]) : (lower[j], upper[j]);
            var state = falls ? Short(j) : -Short(j);
            if (state > 0)
                turns.Add(new Turn(Math.Abs((value[j] - near) / direction[k]), k, near));
            if (state >= 0 && !double.IsInfinity(far))
                turns.Add(new Turn(Math.Max(0, Math.Abs(value[j] - far) / Math.Abs(direction[k])), k, far));
        }

        turns.Sort((one, other) => (one.Step, basis[one.Position]).CompareTo((other.Step, basis[other.Position])));
        var slope = -Math.Abs(reduced[entering]);
        for (var i = 0; i < turns.Count; i++)
        {
            slope += Math.Abs(direction[turns[i].Position]);
            if (slope < 0)
                continue;
            return Stalls ? turns[i] : LargestPivotNear(i);
        }

        return turns.Count > 0 ? turns[^1] : new Turn(double.PositiveInfinity, -1, 0);
    }

    private Turn LargestPivotNear(int index)
    {
        var best = turns[index];
        for (var i = index + 1; i < turns.Count && turns[i].Step <= turns[index].Step + Feasibility; i++)
        {
            if (Math.Abs(direction[turns[i].Position]) > Math.Abs(direction[best.Position]))
                best = turns[i];
        }

        for (var i = index - 1; i >= 0 && turns[i].Step >= turns[index].Step - Feasibility; i--)
        {
            if (Math.Abs(direction[turns[i].Position]) > Math.Abs(direction[best.Position]))
                best = turns[i];
        }

        return best;
    }
}
