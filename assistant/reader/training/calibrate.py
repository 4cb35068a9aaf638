"""Probabilities from logits, fitted on examples that were kept from training."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from assistant.reader.protocol import SUPPORTS
from assistant.reader.spans import best_span
from assistant.reader.trained import Calibration, TrainedReader, support
from assistant.reader.training.examples import NOWHERE, Example
from assistant.reader.training.written import KEPT

Floats = npt.NDArray[np.float64]


def calibrate(reader: TrainedReader, examples: Sequence[Example]) -> Calibration:
    """Platt's scale and offset for select and read, a temperature for verify.

    For grounded Platt's, too, on statements that were written for it, with supported and other
    ones of equal weight.
    """
    outputs = reader.logits([(e.first, e.second) for e in examples])
    pairs = list(zip(examples, outputs, strict=True))
    chosen = [(o.select, float(e.select)) for e, o in pairs if e.select is not None]
    found = [
        (span[2], float(e.span != NOWHERE))
        for e, o in pairs
        if e.span is not None and (span := best_span(o.start, o.end, o.offsets))
    ]
    verified = [(o.verify, e.verify) for e, o in pairs if e.verify is not None]
    backed = [(support(o.verify), e.verify == SUPPORTS) for e, o in pairs if e.source == KEPT]
    return Calibration(
        select=platt(np.array(chosen)) if chosen else (1.0, 0.0),
        read=platt(np.array(found)) if found else (1.0, 0.0),
        verify=_temperature(verified) if verified else 1.0,
        grounded=platt(np.array(backed, float), "balanced") if backed else (1.0, 0.0),
    )


def platt(rows: Floats, class_weight: str | None = None) -> tuple[float, float]:
    """Scale and offset of the logistic regression of labels on logits, columns of (n, 2)."""
    if len(set(rows[:, 1])) < 2:
        return 1.0, 0.0  # nothing to tell apart
    model = LogisticRegression(class_weight=class_weight).fit(rows[:, :1], rows[:, 1])
    return float(model.coef_[0, 0]), float(model.intercept_[0])


def _temperature(rows: Sequence[tuple[npt.NDArray[np.float32], int | None]]) -> float:
    logits = np.stack([r[0] for r in rows]).astype(float)
    labels = np.array([r[1] for r in rows])

    def loss(temperature: float) -> float:
        scaled = logits / temperature
        scaled -= scaled.max(axis=1, keepdims=True)
        told = scaled[np.arange(len(labels)), labels]
        return float(np.mean(np.log(np.exp(scaled).sum(axis=1)) - told))

    return _least(loss, np.linspace(0.5, 3.0, 101))


def _least(loss: Callable[[float], float], values: Floats) -> float:
    return float(min(values, key=lambda v: loss(float(v))))
